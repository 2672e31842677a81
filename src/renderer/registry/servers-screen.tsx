import { SearchX } from 'lucide-react'
import { memo, type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll } from '../bridge/bridge'
import { NoLink } from '../shell/no-link'
import { ServerContextMenu } from '../shell/server-context-menu'
import { noFilters, useView } from '../shell/view'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { Splitter } from '../ui/splitter'
import { useMedia } from '../ui/use-media'
import { BulkBar } from './bulk-bar'
import { DetailPane } from './detail-pane'
import { filterServers } from './filter'
import { FirstStart } from './first-start'
import { rowHeights } from './row-shape'
import { ServerTable, serverAt } from './server-table'
import { Toolbar } from './toolbar'
import { useOrder } from './use-order'
import { useSelected } from './use-selection'

/** Too low for two panes: the details of the open server take the place of the list. */
const lowWindow = '(max-height: 520px)'

/** Drawn again only when its own server changes, not with every other. */
const Detail = memo(DetailPane)

export function ServersScreen() {
  const { t } = useTranslation()
  const roll = useRoll()
  const { filters, sort, open, detailPercent, detailAlone, set } = useView()
  const grid = useRef<HTMLDivElement>(null)
  const passing = useMemo(() => filterServers(roll?.servers ?? [], filters), [roll, filters])
  const shown = useOrder(passing, sort, grid)
  const selected = useSelected(shown)
  const opened = roll?.servers.find((server) => server.id === open)
  const alone = useMedia(lowWindow) || detailAlone
  useFocusBack(opened !== undefined, grid)

  if (roll && roll.servers.length === 0) return <FirstStart />
  if (alone && opened) return <Detail key={opened.id} server={opened} />
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
              size={detailPercent}
              min={25}
              max={80}
              onChange={(percent) => set({ detailPercent: percent })}
            />
            <div className="flex min-h-0 flex-col" style={{ flex: `${detailPercent} 1 0` }}>
              <Detail key={opened.id} server={opened} />
            </div>
          </>
        )}
      </div>
    </div>
  )
}

/** Closing the details takes the button away that had the focus: it goes back to the list. */
function useFocusBack(isOpen: boolean, grid: RefObject<HTMLElement | null>): void {
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) grid.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen, grid])
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

/** The shape of what comes. */
function Waiting() {
  const { t } = useTranslation()
  const density = useView((view) => view.density)
  return (
    <NoLink>
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
    </NoLink>
  )
}
