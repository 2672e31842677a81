import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSources } from '../bridge/bridge'
import { toneOfSource } from '../discovery/source-card'
import { useSourceLabel } from '../discovery/source-label'
import { sourceCounts, tagCounts } from '../registry/filter'
import { formatNumber } from '../text/format'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
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

function TagList({ tags, inList }: { tags: ReturnType<typeof tagCounts>; inList: boolean }) {
  const { t } = useTranslation()
  const { filters, toggleTag } = useView()
  if (tags.length === 0) return null
  return (
    <Group title={t('nav.tags')}>
      {tags.map(({ value, count }) => (
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

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mx-[9px] mt-4 mb-[5px] font-semibold text-2xs text-faint">{title}</h2>
      <ul>{children}</ul>
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
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        aria-label={name}
        title={title || name}
        onClick={onPress}
        className={cn(
          'flex h-[25px] w-full items-center gap-2 rounded-sm px-[9px] text-left text-muted hover:bg-line',
          isOn && 'bg-line text-ink',
          count === 0 && !isOn && 'text-faint',
        )}
      >
        {mark}
        <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
        <span aria-hidden className="font-mono text-2xs text-faint">
          {formatNumber(count)}
        </span>
      </button>
    </li>
  )
}
