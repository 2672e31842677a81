import { Maximize2, Minimize2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useSourceLabel } from '../discovery/source-label'
import { ServerMenu } from '../shell/server-menu'
import { type DetailTab, useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot } from '../ui/dot'
import { Tabs } from '../ui/tabs'
import { useCheck, useIsOn, useSwitch } from './actions'
import { transportTried } from './address'
import { useDetailTabs } from './detail-tabs'
import { standingOf } from './tone'

/** One server, opened below the list. */
export function DetailPane({ server }: { server: Server }) {
  const { tab, set } = useView()
  const tabs = useDetailTabs(server)
  return (
    <section aria-label={server.name} className="flex min-h-0 flex-1 flex-col @container bg-panel pt-3">
      <DetailHeader server={server} />
      <div className="h-2" />
      <Tabs<DetailTab> label={server.name} value={tab} tabs={tabs} onChange={(next) => set({ tab: next })} />
    </section>
  )
}

function DetailHeader({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { detailAlone, set } = useView()
  const check = useCheck()
  const on = useIsOn(server)
  const toggle = useSwitch()
  const { tone, word } = standingOf(server)
  const sourceLabel = useSourceLabel()
  const transport = server.connection.transport ?? transportTried(server)
  const checkable = on && !['needs-approval', 'needs-auth'].includes(server.connection.state)
  return (
    <div className="flex items-center gap-1.5 px-4">
      <Dot tone={tone} label={t(`standing.${word}`)} className="-mx-px mr-0.5" />
      <h2 title={server.name} className="mr-0.5 min-w-12 truncate font-[560] text-md">
        <bdi>{server.name}</bdi>
      </h2>
      <Chip className="min-w-0 @max-[680px]:hidden">
        {server.source.type === 'manual'
          ? sourceLabel(server.source)
          : t('detail.from', { source: server.source.name })}
      </Chip>
      <Chip className="@max-[560px]:hidden">{t(`transport.${transport}`)}</Chip>
      <span className="flex-1" />
      {checkable && (
        <Button busy={check.isPending} onClick={() => check.mutate(server.name)}>
          {t('action.check')}
        </Button>
      )}
      <Button onClick={() => toggle(server, !on)}>{on ? t('action.disconnect') : t('action.connect')}</Button>
      <ServerMenu server={server} />
      <IconButton
        label={detailAlone ? t('detail.beside') : t('detail.alone')}
        aria-pressed={detailAlone}
        onClick={() => set({ detailAlone: !detailAlone })}
        className="[@media(max-height:520px)]:hidden"
      >
        {detailAlone ? <Minimize2 /> : <Maximize2 />}
      </IconButton>
      <IconButton label={t('detail.close')} onClick={() => set({ open: null })}>
        <X />
      </IconButton>
    </div>
  )
}
