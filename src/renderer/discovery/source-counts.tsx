import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { Chip } from '../ui/chip'

const looks = { added: 'up', changed: 'on', missing: 'slow', refused: 'down' } as const
const parts = ['added', 'changed', 'missing', 'refused'] as const

/** What the last read that was news brought, what is missing and what is refused; nothing where all is as it was. */
export function SourceCounts({ source: { counts } }: { source: Source }) {
  const { t } = useTranslation()
  return parts
    .filter((part) => counts[part] > 0)
    .map((part) => (
      <Chip key={part} look={looks[part]} title={t(`sourceCounts.means.${part}`)}>
        {t(`sourceCounts.${part}`, { count: counts[part] })}
      </Chip>
    ))
}
