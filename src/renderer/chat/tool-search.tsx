import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TurnPart } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'

/** That the model looked for more tools, and which it may use from then on. */
export function ToolSearch({ search: { query, found } }: { search: Extract<TurnPart, { kind: 'search' }> }) {
  const { t } = useTranslation()
  const names = found.map(({ server, tool }) => visibleLine(`${server}.${tool}`))
  return (
    <p className="flex min-w-0 items-start gap-1.5 text-muted text-sm">
      <Search aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {t('chat.search.looked', { query: `\u2068${visibleLine(query)}\u2069` })}{' '}
        {names.length > 0 ? t('chat.search.found', { tools: names.join(', ') }) : t('chat.search.nothing')}
      </span>
    </p>
  )
}
