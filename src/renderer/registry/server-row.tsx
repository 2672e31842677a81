import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { Beats } from '../health/beats'
import { formatMs, formatNumber, formatShare } from '../text/format'
import { Chip } from '../ui/chip'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { GridCell, GridRow } from '../ui/grid'
import { Switch } from '../ui/switch'
import { useSwitch } from './actions'
import { addressOf } from './address'
import { standingOf } from './tone'

/** Shared by the head and every row, so that the columns stand in line. */
export const columns =
  'grid grid-cols-[minmax(0,32fr)_minmax(0,20fr)_minmax(0,27fr)_minmax(92px,12fr)_minmax(58px,9fr)] @max-[720px]:grid-cols-[minmax(0,40fr)_minmax(0,32fr)_minmax(92px,16fr)_58px]'

/** In pixels, hairline included. */
export const rowHeight = 55

/** How many tags a row has room for, in a wide and in a narrow list. */
const tagsShown = 3
const tagsShownNarrow = 2
const narrowHidden = '@max-[1080px]:hidden'
const wideHidden = '@min-[1080px]:hidden'

interface ServerRowProps {
  readonly server: Server
  readonly id: string
  readonly index: number
  readonly top: number
  readonly atCursor: boolean
  readonly isOpen: boolean
  readonly onOpen: (server: Server) => void
}

export const ServerRow = memo(function ServerRow(props: ServerRowProps) {
  const { server, id, index, top, atCursor, isOpen, onOpen } = props
  return (
    <GridRow
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      aria-labelledby={`${id}-name`}
      onClick={() => onOpen(server)}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      className={cn(
        columns,
        'absolute inset-x-0 top-0 items-center border-line border-b hover:bg-panel',
        isOpen && 'bg-accent-soft hover:bg-accent-soft',
        atCursor && 'group-focus-visible/grid:shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      <NameCell server={server} id={id} />
      <TagsCell server={server} />
      <GridCell className="overflow-hidden px-2">
        <Beats beats={server.health.beats} />
      </GridCell>
      <LatencyCell server={server} />
      <SwitchCell server={server} tabbable={atCursor} />
    </GridRow>
  )
})

const words = {
  up: 'text-up-text',
  slow: 'text-slow-text',
  down: 'text-down-text',
  ask: 'text-slow-text',
  busy: 'text-accent-text',
  unknown: 'text-muted',
  off: 'text-faint',
}

function NameCell({ server, id }: { server: Server; id: string }) {
  const { t } = useTranslation()
  const { tone, word } = standingOf(server)
  const address = addressOf(server)
  return (
    <GridCell className="min-w-0 pr-2 pl-4">
      <div className="flex min-w-0 items-center gap-2">
        <Dot tone={tone} label={t(`standing.${word}`)} className="-mx-px" />
        <bdi id={`${id}-name`} title={server.name} className="truncate font-[560]">
          {server.name}
        </bdi>
        {tone !== 'up' && tone !== 'off' && (
          <span aria-hidden className={cn('shrink-0 text-xs', words[tone])}>
            {t(`standing.${word}`)}
          </span>
        )}
      </div>
      <div title={address.slice(0, 2_000)} className="ml-4 truncate font-mono text-faint text-xs">
        {address.slice(0, 300)}
      </div>
    </GridCell>
  )
}

function TagsCell({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { tags, priority } = server
  return (
    <GridCell className="flex min-w-0 items-center gap-1 px-2 @max-[720px]:hidden">
      {tags.slice(0, tagsShown).map((tag, index) => (
        <Chip key={tag} title={tag} className={cn('min-w-8', index >= tagsShownNarrow && narrowHidden)}>
          {tag}
        </Chip>
      ))}
      <More tags={tags.slice(tagsShown)} className={narrowHidden} />
      <More tags={tags.slice(tagsShownNarrow)} className={wideHidden} />
      <span title={t('column.priority')} className="shrink-0 text-muted tabular-nums">
        {tags.length > 0 && '· '}
        {formatNumber(priority)}
      </span>
    </GridCell>
  )
}

function More({ tags, className }: { tags: readonly string[]; className: string }) {
  if (tags.length === 0) return null
  return (
    <span title={tags.join(', ')} className={cn('shrink-0 text-faint text-xs', className)}>
      +{tags.length}
    </span>
  )
}

function LatencyCell({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { latencyMs, uptime24h } = server.health
  const live = server.connection.state === 'connected' && latencyMs !== null
  return (
    <GridCell className="overflow-hidden whitespace-nowrap px-2 text-muted tabular-nums">
      <div className="font-[550] text-ink">{live ? formatMs(latencyMs) : '–'}</div>
      <div>{uptime24h === null ? t('column.noData') : formatShare(uptime24h)}</div>
    </GridCell>
  )
}

function SwitchCell({ server, tabbable }: { server: Server; tabbable: boolean }) {
  const { t } = useTranslation()
  const { on, toggle } = useSwitch(server)
  return (
    <GridCell className="pr-4 text-right" onClick={(event) => event.stopPropagation()}>
      <Switch
        checked={on}
        onChange={toggle}
        label={t('server.connectName', { name: server.name })}
        tabIndex={tabbable ? 0 : -1}
        className="align-middle"
      />
    </GridCell>
  )
}
