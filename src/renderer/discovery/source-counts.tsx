import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { Chip } from '../ui/chip'
import { useNow } from '../ui/use-now'

const looks = { added: 'up', changed: 'on', missing: 'slow', refused: 'down' } as const
/** So long a change is news. */
const newsMs = 86_400_000
const parts = ['added', 'changed', 'missing', 'refused'] as const

/** What the last change of a day ago at most brought, what is missing and what is refused. */
export function SourceCounts({ source: { counts, lastChange } }: { source: Source }) {
  const { t } = useTranslation()
  const now = useNow(60_000)
  const isNews = lastChange !== null && now - Date.parse(lastChange.at) < newsMs
  return parts
    .filter((part) => counts[part] > 0 && (isNews || part === 'missing' || part === 'refused'))
    .map((part) => (
      <Chip key={part} look={looks[part]} title={t(`sourceCounts.means.${part}`)}>
        {t(`sourceCounts.${part}`, { count: counts[part] })}
      </Chip>
    ))
}
