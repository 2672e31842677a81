import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSources } from '../bridge/bridge'
import { toneOfSource } from '../discovery/source-card'
import { useSourceLabel } from '../discovery/source-label'
import { sourceCounts, type TagCount, tagCounts } from '../registry/filter'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { Count } from './count'
import { useView } from './view'

/** Tags and sources to narrow the list to; their counts follow the other filters. */
export function FilterLists() {
  const roll = useRoll()
  const { filters, screen } = useView()
  const servers = roll?.servers
  const tags = useMemo(() => tagCounts(servers ?? [], filters), [servers, filters])
  const counts = useMemo(() => sourceCounts(servers ?? [], filters), [servers, filters])
  const inList = screen === 'servers'
  return (
    <>
      <TagList tags={tags} inList={inList} />
      <SourceList counts={counts} inList={inList} />
    </>
  )
}

const tagsShown = 12

function TagList({ tags, inList }: { tags: readonly TagCount[]; inList: boolean }) {
  const { t } = useTranslation()
  const { filters, toggleTag } = useView()
  const [all, setAll] = useState(false)
  if (tags.length === 0) return null
  const shown = all ? tags : mostUsed(tags, filters.tags)
  const hidden = tags.length - shown.length
  return (
    <Group
      title={t('nav.tags')}
      more={
        hidden > 0 ? { label: t('nav.moreTags', { count: hidden }), onPress: () => setAll(true) } : undefined
      }
    >
      {shown.map(({ value, count }) => (
        <Line
          key={value}
          isOn={inList && filters.tags.includes(value)}
          name={value}
          count={count}
          onPress={() => toggleTag(value)}
        />
      ))}
    </Group>
  )
}

/** The tags most servers have, and those in use; still in the order of their names. */
function mostUsed(tags: readonly TagCount[], inUse: readonly string[]): readonly TagCount[] {
  const kept = new Set(tags.toSorted((a, b) => b.total - a.total).slice(0, tagsShown))
  return tags.filter((tag) => kept.has(tag) || inUse.includes(tag.value))
}

function SourceList({ counts, inList }: { counts: ReadonlyMap<string, number>; inList: boolean }) {
  const { t } = useTranslation()
  const { filters, filter } = useView()
  const sourceLabel = useSourceLabel()
  const sources = useSources()?.sources ?? []
  const shown = sources.filter(
    (source) => source.type !== 'manual' || counts.has(source.id) || source.servers > 0,
  )
  if (shown.length === 0) return null
  return (
    <Group title={t('nav.sources')}>
      {shown.map((source) => (
        <Line
          key={source.id}
          isOn={inList && filters.source === source.id}
          name={sourceLabel(source)}
          title={source.address}
          count={counts.get(source.id) ?? 0}
          mark={
            <Dot
              tone={source.type === 'manual' ? 'off' : toneOfSource(source)}
              label={source.type === 'manual' ? t('source.manual') : t(`source.state.${source.state}`)}
            />
          }
          onPress={() => filter({ source: filters.source === source.id ? null : source.id })}
        />
      ))}
    </Group>
  )
}

interface GroupProps {
  readonly title: string
  /** The button that shows the rest. */
  readonly more?: { readonly label: string; readonly onPress: () => void } | undefined
  readonly children: ReactNode
}

function Group({ title, more, children }: GroupProps) {
  return (
    <section aria-label={title}>
      <h2 className="mx-[9px] mt-4 mb-[5px] font-semibold text-2xs text-faint">{title}</h2>
      <ul>{children}</ul>
      {more && (
        <button
          type="button"
          onClick={more.onPress}
          className="h-[25px] rounded-sm px-[9px] text-faint text-xs hover:text-ink"
        >
          {more.label}
        </button>
      )}
    </section>
  )
}

interface LineProps {
  readonly isOn: boolean
  readonly name: string
  readonly title?: string
  readonly count: number
  readonly mark?: ReactNode
  readonly onPress: () => void
}

function Line({ isOn, name, title, count, mark, onPress }: LineProps) {
  return (
    <li className="relative">
      <button
        type="button"
        aria-pressed={isOn}
        title={title || name}
        onClick={onPress}
        className={cn(
          'flex h-[25px] w-full items-center gap-2 rounded-sm pr-9 pl-[9px] text-left text-muted hover:bg-line',
          isOn && 'bg-line text-ink',
          count === 0 && !isOn && 'text-faint',
        )}
      >
        {mark}
        <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
      </button>
      <Count value={count} />
    </li>
  )
}
