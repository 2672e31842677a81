import { useTranslation } from 'react-i18next'
import type { AddressPreview, ApprovalPreview } from '../../shared/contract/inbox'
import type { Server } from '../../shared/contract/registry'
import { useInbox } from '../bridge/bridge'
import { useApprove } from '../inbox/use-decide'
import { useReadWhole } from '../inbox/use-read-whole'
import { WaitingBody } from '../inbox/waiting-body'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code-block'
import { CommandView } from './command-view'

interface ApprovalCardProps {
  readonly server: Server
  readonly preview: ApprovalPreview
}

/** What waits for consent, whole, and the one button that gives it. */
export function ApprovalCard({ server, preview }: ApprovalCardProps) {
  const { t } = useTranslation()
  const inbox = useInbox()
  const approve = useApprove()
  const { frame, isRead } = useReadWhole()
  const { fingerprint } = preview
  const isThis = (one: { id: string; fingerprint: string }) =>
    one.id === server.id && one.fingerprint === fingerprint
  const waiting = inbox?.waiting.find(isThis) ?? inbox?.refused.find(isThis)
  const kind = 'url' in preview ? 'address' : 'command'
  return (
    <section
      aria-label={t(`approval.title.${kind}`)}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border border-slow bg-slow-soft p-3"
    >
      <h3 className="font-[560]">{t(`approval.title.${kind}`)}</h3>
      <p className="text-muted">{t(`approval.text.${kind}`)}</p>
      {waiting ? (
        <WaitingBody key={fingerprint} server={waiting} line={frame} />
      ) : (
        <Preview preview={preview} />
      )}
      <div>
        <Button
          look="primary"
          busy={approve.isPending}
          disabled={waiting !== undefined && !isRead}
          title={waiting && !isRead ? t('inbox.readFirst') : undefined}
          onClick={() => approve.mutate({ name: server.name, fingerprint })}
        >
          {t('action.approve')}
        </Button>
      </div>
    </section>
  )
}

/** Where the inbox does not tell of it: one that is off, or one of very many. */
function Preview({ preview }: { preview: ApprovalPreview }) {
  return 'url' in preview ? <Address preview={preview} /> : <CommandView preview={preview} />
}

function Address({ preview: { line, headers } }: { preview: AddressPreview }) {
  const { t } = useTranslation()
  const rows = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return (
    <CodeBlock label={t('inbox.address')} className="max-h-40">
      {[line, ...rows].join('\n')}
    </CodeBlock>
  )
}
