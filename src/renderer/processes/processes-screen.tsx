import { Cpu } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NoLink } from '../shell/no-link'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'
import { Leftovers } from './leftovers'
import { fits, type ProcessFilter, processFilters } from './order'
import { ProcessList } from './process-list'
import { useLedger } from './use-ledger'

/** Every process Rollcall started, whose it is and what it takes; first what an earlier run left. */
export function ProcessesScreen() {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<ProcessFilter>('all')
  const options = processFilters.map((value) => ({ value, label: t(`processes.filter.${value}`) }))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5">
        <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.processes')}</h1>
        <Segmented label={t('processes.show')} value={filter} options={options} onChange={setFilter} />
      </div>
      <Ledger filter={filter} onAll={() => setFilter('all')} />
    </div>
  )
}

function Ledger({ filter, onAll }: { filter: ProcessFilter; onAll: () => void }) {
  const { t } = useTranslation()
  const { ledger, refusal, retry } = useLedger()
  const shown = useMemo(
    () => ledger?.processes.filter((process) => fits(process, filter)) ?? [],
    [ledger, filter],
  )
  if (refusal && !ledger)
    return (
      <EmptyState
        className="flex-1"
        title={t('processes.failed')}
        action={<Button onClick={retry}>{t('action.retry')}</Button>}
      >
        {refusalSentence(refusal)}
      </EmptyState>
    )
  if (!ledger) return <Waiting />
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <Leftovers leftovers={ledger.leftovers} />
      {shown.length > 0 ? (
        <ProcessList processes={shown} />
      ) : (
        <EmptyState
          className="flex-1"
          icon={<Cpu />}
          title={t('processes.none')}
          action={<Button onClick={onAll}>{t('filter.clear')}</Button>}
        >
          {t('processes.noneHint')}
        </EmptyState>
      )}
    </div>
  )
}

/** The shape of what comes. */
function Waiting() {
  const { t } = useTranslation()
  return (
    <NoLink>
      <div role="status" aria-label={t('processes.loading')}>
        {[48, 36, 56].map((width) => (
          <div key={width} className="flex h-12 items-center gap-6 border-line border-b px-4">
            <div style={{ width: `${width}%` }}>
              <Skeleton />
            </div>
            <Skeleton className="w-16" />
            <Skeleton className="w-16" />
          </div>
        ))}
      </div>
    </NoLink>
  )
}
