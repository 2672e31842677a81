import type { TFunction } from 'i18next'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { Beats } from '../health/beats'
import { EqualMark } from '../routing/equal-mark'
import type { Density } from '../shell/view'
import { formatMs, formatNumber, formatShare } from '../text/format'
import { Chip } from '../ui/chip'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { GridCell, GridRow } from '../ui/grid'
import { Switch } from '../ui/switch'
import { TickBox } from '../ui/tick-box'
import { useIsOn, useSwitch } from './actions'
import { addressOf } from './address'
import { MuteMark } from './mute-mark'
import { ProvenanceMark } from './provenance-notes'
import { columns, rowHeights } from './row-shape'
import { SignInWord } from './sign-in-word'
import { standingOf } from './tone'
import type { Mark } from './use-selection'
import { canSignIn } from './use-sign-in'

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
  readonly density: Density
  readonly atCursor: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean
  readonly onPress: (server: Server, event: MouseEvent) => void
  readonly onMark: Mark
}

export const ServerRow = memo(function ServerRow(props: ServerRowProps) {
  const { server, id, index, top, density, atCursor, isOpen, isSelected, onPress, onMark } = props
  const { t } = useTranslation()
  const compact = density === 'compact'
  return (
    <GridRow
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      aria-labelledby={`${id}-name`}
      // A press with Shift selects rows, not their text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => onPress(server, event)}
      style={{ transform: `translateY(${top}px)`, height: rowHeights[density] }}
      className={cn(
        columns,
        'group/row absolute inset-x-0 contain-strict top-0 items-center border-line border-b hover:bg-panel',
        (isOpen || isSelected) && 'bg-accent-soft hover:bg-accent-soft',
        atCursor && 'group-focus-visible/grid:shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      <NameCell server={server} id={id} compact={compact} t={t}>
        <TickBox
          label={t('select.row', { name: server.name })}
          checked={isSelected}
          onChange={(range) => onMark(server, range)}
          tabIndex={-1}
          className="absolute inset-y-0 left-1.5 w-7 opacity-0 group-hover/row:opacity-100 group-data-selecting/grid:opacity-100"
        />
      </NameCell>
      <TagsCell server={server} t={t} />
      <GridCell data-hint className="overflow-hidden px-2">
        <Beats beats={server.health.beats} />
      </GridCell>
      <LatencyCell server={server} compact={compact} t={t} />
      <SwitchCell server={server} tabbable={atCursor} t={t} />
    </GridRow>
  )
})

const words = {
  up: 'text-up-text',
  slow: 'text-slow-text',
  flapping: 'text-slow-text',
  down: 'text-down-text',
  ask: 'text-slow-text',
  busy: 'text-accent-text',
  unknown: 'text-muted',
  off: 'text-faint',
}

interface NameCellProps {
  readonly server: Server
  readonly id: string
  readonly compact: boolean
  readonly t: TFunction
  /** The box that selects the row; it takes the mark's place while the pointer is on the row. */
  readonly children: ReactNode
}

function NameCell({ server, id, compact, t, children }: NameCellProps) {
  const { tone, word } = standingOf(server)
  const address = addressOf(server)
  const addressLine = (
    <div
      dir="ltr"
      title={address.slice(0, 2_000)}
      className={cn('truncate font-mono text-faint text-xs', compact ? 'min-w-0 flex-1' : 'ml-4')}
    >
      {address.slice(0, 300)}
    </div>
  )
  return (
    <GridCell className="min-w-0 pr-2 pl-4 group-data-selecting/grid:pl-9.5">
      {children}
      <div className="flex min-w-0 items-center gap-2">
        <Dot
          tone={tone}
          label={t(`standing.${word}`)}
          className="-mx-px group-hover/row:opacity-0 group-data-selecting/grid:opacity-100"
        />
        <bdi
          id={`${id}-name`}
          title={server.name}
          className={cn('truncate font-[560]', compact && 'max-w-[60%] shrink-0')}
        >
          {server.name}
        </bdi>
        {word === 'auth' && <SignInWord server={server} />}
        {(word === 'asleep' || (tone !== 'up' && tone !== 'off')) &&
          !(word === 'auth' && canSignIn(server)) && (
            <span
              aria-hidden
              className={cn('shrink-0 text-xs', word === 'asleep' ? words.unknown : words[tone])}
            >
              {t(`standing.${word}`)}
            </span>
          )}
        {server.service !== undefined && <EqualMark service={server.service} />}
        <ProvenanceMark server={server} />
        {server.mutedUntil !== null && <MuteMark until={server.mutedUntil} />}
        {compact && addressLine}
      </div>
      {!compact && addressLine}
    </GridCell>
  )
}

interface CellProps {
  readonly server: Server
  readonly t: TFunction
}

function TagsCell({ server, t }: CellProps) {
  const { tags, priority } = server
  return (
    <GridCell className="flex min-w-0 items-center gap-1 px-2 @max-[720px]:hidden">
      {tags.slice(0, tagsShown).map((tag, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the row, which the next server's tag takes over.
        <Chip key={index} title={tag} className={cn('min-w-8', index >= tagsShownNarrow && narrowHidden)}>
          <bdi>{tag}</bdi>
        </Chip>
      ))}
      <More tags={tags.slice(tagsShown)} className={narrowHidden} />
      <More tags={tags.slice(tagsShownNarrow)} className={wideHidden} />
      <span title={t('column.priority')} className="shrink-0 text-muted tabular-nums">
        {tags.length > 0 ? '· ' : '– · '}
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

function LatencyCell({ server, compact, t }: CellProps & { compact: boolean }) {
  const { latencyMs, uptime24h } = server.health
  const live = server.connection.state === 'connected' && latencyMs !== null
  return (
    <GridCell
      data-hint
      className={cn(
        'overflow-hidden whitespace-nowrap px-2 text-muted tabular-nums',
        // One line; what has no room beside the latency wraps out of sight.
        compact && 'flex h-5 flex-wrap items-center gap-x-2',
      )}
    >
      <div className="font-[550] text-ink">{live ? formatMs(latencyMs) : '–'}</div>
      <div>{uptime24h === null ? t('column.noData') : formatShare(uptime24h)}</div>
    </GridCell>
  )
}

function SwitchCell({ server, tabbable, t }: CellProps & { tabbable: boolean }) {
  const on = useIsOn(server)
  const toggle = useSwitch()
  return (
    <GridCell className="pr-4 text-right" onClick={(event) => event.stopPropagation()}>
      <Switch
        // The focus must not pass on to another server's switch.
        key={server.id}
        checked={on}
        onChange={(next) => toggle(server, next)}
        label={t('server.connectName', { name: server.name })}
        tabIndex={tabbable ? 0 : -1}
        className="align-middle"
      />
    </GridCell>
  )
}
