import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { ExportMenu } from '../discovery/export-menu'
import { BulkEqual } from '../routing/bulk-equal'
import { useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { BulkMute } from './bulk-mute'
import { BulkTags } from './bulk-tags'
import { useForEach, useRemoveAll } from './use-bulk'

/** Its height where its buttons have room on one line. */
export const bulkBarPx = 44

interface BulkBarProps {
  readonly servers: readonly Server[]
  /** The selection has ended by a button here, which goes away with it: the focus belongs elsewhere. */
  readonly onEnd: () => void
}

/** What can be done to every selected server at once; stands below the list while there are any. */
export function BulkBar({ servers, onEnd }: BulkBarProps) {
  const { t } = useTranslation()
  const client = useClient()
  const set = useView((view) => view.set)
  const forEach = useForEach()
  const removeAll = useRemoveAll()
  const [running, setRunning] = useState<{ ended: number; total: number } | null>(null)

  const run = async (work: (server: Server) => Promise<unknown>, of = servers) => {
    setRunning({ ended: 0, total: of.length })
    await forEach(of, work, (ended) => setRunning({ ended, total: of.length }))
    setRunning(null)
  }
  const remove = async () => {
    await removeAll(servers)
    onEnd()
  }
  const clear = () => {
    set({ selection: new Set() })
    onEnd()
  }
  const busy = running !== null
  const count = servers.length
  return (
    <section
      aria-label={t('bulk.label')}
      style={{ minHeight: bulkBarPx }}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-line border-t bg-panel px-4 py-1.5"
    >
      <span role="status" className="mr-1.5 min-w-24 font-[550] tabular-nums">
        {running ? t('bulk.running', running) : t('bulk.selected', { count })}
      </span>
      <Button
        disabled={busy}
        onClick={() => void run(({ name }) => client.connections.connect({ server: name }))}
      >
        {t('action.connect')}
      </Button>
      <Button
        disabled={busy}
        onClick={() => void run(({ name }) => client.connections.disconnect({ server: name }))}
      >
        {t('action.disconnect')}
      </Button>
      <Button disabled={busy} onClick={() => void run(({ name }) => client.health.check({ server: name }))}>
        {t('action.check')}
      </Button>
      <BulkTags servers={servers} busy={busy} run={run} />
      <BulkEqual servers={servers} busy={busy} run={run} />
      <BulkMute servers={servers} busy={busy} run={run} />
      <ExportMenu
        servers={servers.map(({ name }) => name)}
        trigger={<Button disabled={busy}>{t('export.menu')}</Button>}
      />
      <Button
        disabled={busy}
        onClick={() => set({ overlay: { kind: 'use-in', servers: servers.map(({ name }) => name) } })}
      >
        {t('useIn.action')}
      </Button>
      <Button disabled={busy} className="text-down-text" onClick={() => void remove()}>
        {t('action.remove')}
      </Button>
      <span className="flex-1" />
      <IconButton label={t('select.none')} onClick={clear}>
        <X />
      </IconButton>
    </section>
  )
}
