import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { noFilters, useView } from '../shell/view'

/** How many servers a source named; a press shows just these. */
export function SourceServers({ source }: { source: Source }) {
  const { t } = useTranslation()
  const filter = useView((view) => view.filter)
  const count = t('source.servers', { count: source.servers })
  if (source.servers === 0) return <span className="shrink-0 text-faint text-sm">{count}</span>
  return (
    <button
      type="button"
      title={t('sourceCard.show')}
      className="h-6 shrink-0 rounded-sm text-accent-text text-sm tabular-nums hover:underline"
      onClick={() => filter({ ...noFilters, source: source.id })}
    >
      {count}
    </button>
  )
}
