import { useTranslation } from 'react-i18next'
import type { CommandPreview } from '../../shared/contract/import'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { CommandView } from './command-view'

/** The command that waits for consent, whole, and the one button that gives it. */
export function ApprovalCard({ server, preview }: { server: Server; preview: CommandPreview }) {
  const { t } = useTranslation()
  const client = useClient()
  const approve = useAction<string, Server>({
    mutationFn: (fingerprint) => client.registry.approve({ server: server.name, fingerprint }),
  })
  return (
    <section
      aria-label={t('approval.title')}
      className="grid gap-2 rounded-lg border border-slow bg-slow-soft p-3"
    >
      <h3 className="font-[560]">{t('approval.title')}</h3>
      <p className="text-muted">{t('approval.text')}</p>
      <CommandView preview={preview} />
      <div>
        <Button look="primary" busy={approve.isPending} onClick={() => approve.mutate(preview.fingerprint)}>
          {t('action.approve')}
        </Button>
      </div>
    </section>
  )
}
