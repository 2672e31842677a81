import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type SortKey, useView } from '../shell/view'
import { cn } from '../ui/class-names'
import { GridHead, GridRow } from '../ui/grid'
import { TickBox } from '../ui/tick-box'
import { columns } from './row-shape'
import { nextSort } from './sort'

interface TableHeadProps {
  readonly ids: readonly string[]
  readonly selected: number
}

/** The columns' names, each a button that orders the list, and while rows are selected the box for all of them. */
export function TableHead({ ids, selected }: TableHeadProps) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const all = selected > 0 && selected === ids.length
  return (
    <GridRow aria-rowindex={1} className={cn(columns, 'relative shrink-0 border-line border-b')}>
      <Head by="name" name={t('column.server')} className="pl-2 group-data-selecting/grid:pl-7.5" />
      <Head by="priority" name={t('column.tags')} className="@max-[720px]:hidden" />
      <Head by="trouble" name={t('column.checks')} />
      <Head by="latency" name={t('column.latency')} />
      <GridHead>
        <span className="sr-only">{t('column.switch')}</span>
        {selected > 0 && (
          <TickBox
            label={t('select.all')}
            checked={all || 'mixed'}
            onChange={() => set({ selection: new Set(all ? [] : ids) })}
            className="absolute inset-y-0 left-1.5 w-7"
          />
        )}
      </GridHead>
    </GridRow>
  )
}

function Head({ by, name, className }: { by: SortKey; name: string; className?: string }) {
  const { t } = useTranslation()
  const sort = useView((view) => view.sort)
  const set = useView((view) => view.set)
  const isOn = sort.by === by
  const Arrow = sort.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <GridHead aria-sort={isOn ? sort.direction : 'none'} className={cn('flex min-w-0', className)}>
      <button
        type="button"
        title={t(`sort.${by}`)}
        onClick={() => set({ sort: nextSort(sort, by) })}
        className={cn(
          'flex h-7 min-w-6 items-center gap-0.5 rounded-sm pr-0.5 pl-2 font-medium text-xs hover:text-ink focus-visible:-outline-offset-2',
          isOn ? 'text-muted' : 'text-faint',
        )}
      >
        <span className="truncate">{name}</span>
        {isOn && <Arrow aria-hidden className="size-3 shrink-0" />}
      </button>
    </GridHead>
  )
}
