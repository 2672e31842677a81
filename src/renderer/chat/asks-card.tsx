import { useTranslation } from 'react-i18next'
import type { Decision } from '../../shared/contract/consents'
import type { Call } from '../../shared/contract/turns'
import { Button } from '../ui/button'
import { AskItem } from './ask-item'
import { useDecide } from './use-chat'

interface AsksCardProps {
  readonly conversation: string
  readonly calls: readonly Call[]
}

/**
 * Calls that wait for a person's word: one, or several to be answered together or each. It never takes the focus, so that
 * no key meant for something else allows anything, and for a moment takes no press that was meant for what stood here.
 */
export function AsksCard({ conversation, calls }: AsksCardProps) {
  const { t } = useTranslation()
  const decide = useDecide(conversation)
  const isOne = calls.length === 1
  const answer = (decision: Decision, of = calls) => decide.mutate({ calls: of, decision })
  return (
    <section
      tabIndex={-1}
      data-chat-waiting
      aria-label={t('chat.ask.label', { count: calls.length })}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5 rounded-lg border border-slow bg-slow-soft p-2.5 animate-settle"
    >
      {!isOne && (
        <div className="flex flex-wrap items-center gap-1.5">
          <h3 className="mr-auto font-[600]">{t('chat.ask.several', { count: calls.length })}</h3>
          <Button look="primary" busy={decide.isPending} onClick={() => answer('once')}>
            {t('chat.ask.allOnce')}
          </Button>
          <DenyButton disabled={decide.isPending} onClick={() => answer('deny')}>
            {t('chat.ask.denyAll')}
          </DenyButton>
        </div>
      )}
      <ul className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5">
        {calls.map((call) => (
          <li
            key={call.id}
            className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 border-slow not-only:border-t not-only:pt-2.5"
          >
            <AskItem call={call} />
            <div className="flex flex-wrap gap-1.5">
              <Button
                look={isOne ? 'primary' : 'plain'}
                disabled={decide.isPending}
                onClick={() => answer('once', [call])}
              >
                {t('chat.ask.once')}
              </Button>
              <Button disabled={decide.isPending} onClick={() => answer('always', [call])}>
                {t(call.ask?.reason === 'changed' ? 'chat.ask.alwaysChanged' : 'chat.ask.always')}
              </Button>
              <DenyButton disabled={decide.isPending} onClick={() => answer('deny', [call])}>
                {t('chat.ask.deny')}
              </DenyButton>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Quiet on the yellow of the card. */
function DenyButton(props: { disabled: boolean; onClick: () => void; children: string }) {
  return <Button look="ghost" className="text-ink hover:bg-raised" {...props} />
}
