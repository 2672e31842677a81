import { useTranslation } from 'react-i18next'
import type { Elicitation } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { openLink } from '../bridge/open-link'
import { Button } from '../ui/button'
import { ElicitationForm } from './elicitation-form'
import { StrangerText } from './stranger'
import { useAnswer } from './use-chat'
import { isWebAddress } from './web-address'
import { WebPage } from './web-page'

interface ElicitationCardProps {
  readonly conversation: string
  /** As Rollcall knows it, whatever the message says. */
  readonly server: string
  readonly elicitation: Elicitation
}

/** What a server wants to know in the midst of a call. Its words are told apart from Rollcall's. */
export function ElicitationCard({ conversation, server, elicitation }: ElicitationCardProps) {
  const { t } = useTranslation()
  const answer = useAnswer(conversation, elicitation)
  const { wants } = elicitation
  const name = visibleLine(server)
  const title = t(`chat.elicit.${wants.mode}`, { server: name })
  return (
    <section
      tabIndex={-1}
      data-chat-waiting
      aria-label={title}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5 border-slow border-t bg-slow-soft p-2.5 animate-settle"
    >
      <p className="font-[600] wrap-anywhere">{title}</p>
      <blockquote
        dir="auto"
        className="max-h-40 overflow-y-auto whitespace-pre-wrap wrap-anywhere border-slow border-l-2 pl-2.5"
      >
        <StrangerText text={elicitation.message} />
      </blockquote>
      {wants.mode === 'sample' && (
        <>
          <p className="text-muted text-sm">{t('chat.elicit.sampleHint', { server: name })}</p>
          <div className="flex flex-wrap gap-1.5">
            <Button busy={answer.isPending} onClick={() => answer.mutate({ action: 'accept' })}>
              {t('chat.elicit.ask')}
            </Button>
            <Button disabled={answer.isPending} onClick={() => answer.mutate({ action: 'decline' })}>
              {t('chat.elicit.decline')}
            </Button>
          </div>
        </>
      )}
      {wants.mode === 'form' && (
        <ElicitationForm
          schema={wants.schema}
          busy={answer.isPending}
          onAnswer={(content) => answer.mutate({ action: 'accept', content })}
          onDecline={() => answer.mutate({ action: 'decline' })}
          onCancel={() => answer.mutate({ action: 'cancel' })}
        />
      )}
      {wants.mode === 'url' && (
        <ElicitedAddress
          url={wants.url}
          busy={answer.isPending}
          onOpen={() => {
            openLink(wants.url)
            answer.mutate({ action: 'accept' })
          }}
          onDecline={() => answer.mutate({ action: 'decline' })}
        />
      )}
    </section>
  )
}

interface ElicitedAddressProps {
  readonly url: string
  readonly busy: boolean
  readonly onOpen: () => void
  readonly onDecline: () => void
}

/** A page the server wants opened: all of its address first. */
function ElicitedAddress({ url, busy, onOpen, onDecline }: ElicitedAddressProps) {
  const { t } = useTranslation()
  const isWeb = isWebAddress(url)
  return (
    <>
      {isWeb ? (
        <WebPage address={url} />
      ) : (
        <p className="break-all font-mono text-sm">
          <StrangerText text={url} />
        </p>
      )}
      <p className="text-muted text-sm">{t(isWeb ? 'chat.elicit.urlHint' : 'chat.elicit.urlRefused')}</p>
      <div className="flex flex-wrap gap-1.5">
        {isWeb && (
          <Button look="primary" busy={busy} onClick={onOpen}>
            {t('chat.link.open')}
          </Button>
        )}
        <Button disabled={busy} onClick={onDecline}>
          {t('chat.elicit.decline')}
        </Button>
      </div>
    </>
  )
}
