import { SearchX } from 'lucide-react'
import { memo, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSocketStatus } from '../bridge/bridge'
import { ServerContextMenu } from '../shell/server-context-menu'
import { noFilters, useView } from '../shell/view'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { Splitter } from '../ui/splitter'
import { BulkBar } from './bulk-bar'
import { DetailPane } from './detail-pane'
import { filterServers } from './filter'
import { FirstStart } from './first-start'
import { rowHeights } from './row-shape'
import { ServerTable, serverAt } from './server-table'
import { Toolbar } from './toolbar'
import { useOrder } from './use-order'
import { useSelected } from './use-selection'

/** Drawn again only when its own server changes, not with every other. */
const Detail = memo(DetailPane)

export function ServersScreen() {
  const { t } = useTranslation()
  const roll = useRoll()
  const { filters, sort, open, detailPercent, set } = useView()
  const grid = useRef<HTMLDivElement>(null)
  const passing = useMemo(() => filterServers(roll?.servers ?? [], filters), [roll, filters])
  const shown = useOrder(passing, sort, grid)
  const selected = useSelected(shown)
  const opened = roll?.servers.find((server) => server.id === open)

  if (roll && roll.servers.length === 0) return <FirstStart />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Toolbar />
      <div className="flex min-h-0 flex-1 flex-col">
        <section
          aria-label={t('screen.servers')}
          className="flex min-h-0 flex-col"
          style={{ flex: `${100 - detailPercent} 1 0` }}
        >
          {!roll && <Waiting />}
          {roll && shown.length > 0 && (
            <ServerContextMenu serverAt={serverAt}>
              <ServerTable servers={shown} selected={selected} ref={grid} />
            </ServerContextMenu>
          )}
          {roll && shown.length === 0 && <NothingFound />}
          {selected.length > 0 && <BulkBar servers={selected} onEnd={() => grid.current?.focus()} />}
        </section>
        {opened && (
          <>
            <Splitter
              label={t('detail.resize')}
              percent={detailPercent}
              min={25}
              max={80}
              onChange={(percent) => set({ detailPercent: percent })}
            />
            <div className="flex min-h-0 flex-col bg-panel" style={{ flex: `${detailPercent} 1 0` }}>
              <Detail key={opened.id} server={opened} />
            </div>
          </>
        )}
      </div>
    </div>
  )
}

function NothingFound() {
  const { t } = useTranslation()
  const { filter } = useView()
  return (
    <EmptyState
      className="flex-1"
      icon={<SearchX />}
      title={t('servers.nothing')}
      action={<Button onClick={() => filter(noFilters)}>{t('filter.clear')}</Button>}
    >
      {t('servers.nothingHint')}
    </EmptyState>
  )
}

/** Until the first word of the core: the shape of what comes, or why nothing comes. */
function Waiting() {
  const { t } = useTranslation()
  const status = useSocketStatus()
  const density = useView((view) => view.density)
  if (status === 'refused')
    return (
      <EmptyState className="flex-1" title={t('link.refusedTitle')}>
        {t('fault.unauthorized', { ns: 'shared' })}
      </EmptyState>
    )
  if (status === 'lost')
    return (
      <EmptyState
        className="flex-1"
        title={t('link.lostTitle')}
        action={<Button onClick={() => location.reload()}>{t('action.retry')}</Button>}
      >
        {t('link.lost')}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('servers.loading')}>
      {[64, 48, 72, 56, 60, 44].map((width) => (
        <div
          key={width}
          className="flex items-center gap-4 border-line border-b px-4"
          style={{ height: rowHeights[density] }}
        >
          <div className="grid w-1/3 gap-2">
            <div style={{ width: `${width}%` }}>
              <Skeleton />
            </div>
            <Skeleton className="h-2.5 w-4/5" />
          </div>
          <Skeleton className="h-5 w-1/6" />
          <Skeleton className="h-5 w-1/4" />
        </div>
      ))}
    </div>
  )
}
