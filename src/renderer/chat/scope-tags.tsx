import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChatScope } from '../../shared/contract/chat'
import { useRoll } from '../bridge/bridge'
import { formatNumber } from '../text/format'
import { Checkbox } from '../ui/checkbox'
import { Segmented } from '../ui/segmented'
import { toggleTag } from './scope'

interface ScopeTagsProps {
  readonly scope: ChatScope
  readonly onChange: (scope: ChatScope) => void
}

/** Only servers with one of these tags, or with all of them. */
export function ScopeTags({ scope, onChange }: ScopeTagsProps) {
  const { t } = useTranslation()
  const roll = useRoll()
  const tags = useMemo(() => tagsOf(roll?.servers.flatMap((server) => server.tags) ?? []), [roll])
  return (
    <div className="grid gap-2 p-2.5">
      <Segmented
        label={t('filter.match')}
        value={scope.match}
        options={[
          { value: 'any', label: t('filter.any') },
          { value: 'all', label: t('filter.every') },
        ]}
        onChange={(match) => onChange({ ...scope, match })}
        className="justify-self-start"
      />
      <ul aria-label={t('nav.tags')} className="grid max-h-64 gap-0.5 overflow-y-auto">
        {tags.map(([tag, count]) => (
          <li key={tag} className="flex min-h-6.5 items-center">
            <Checkbox
              checked={scope.tags?.includes(tag) ?? false}
              onChange={() => onChange(toggleTag(scope, tag))}
              className="min-w-0 flex-1"
            >
              <bdi className="truncate">{tag}</bdi>
            </Checkbox>
            <span className="text-faint text-xs tabular-nums">{formatNumber(count)}</span>
          </li>
        ))}
        {tags.length === 0 && <li className="text-faint">{t('chat.scope.noTags')}</li>}
      </ul>
    </div>
  )
}

function tagsOf(all: readonly string[]): readonly (readonly [tag: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const tag of all) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b))
}
