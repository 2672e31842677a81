import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSources } from '../bridge/bridge'
import { toneOfSource } from '../discovery/source-card'
import { useSourceLabel } from '../discovery/source-label'
import { sourceCounts, type TagCount, tagCounts } from '../registry/filter'
import { Dot } from '../ui/dot'
import { Count } from './count'
import { FilterGroup, FilterLine } from './filter-group'
import { isListScreen, useView } from './view'
import { ViewList } from './view-list'

/** Saved views, and tags and sources to narrow the list to; their counts follow the other filters. */
export function FilterLists() {
  const roll = useRoll()
  const { filters, screen } = useView()
  const servers = roll?.servers
  const tags = useMemo(() => tagCounts(servers ?? [], filters), [servers, filters])
  const counts = useMemo(() => sourceCounts(servers ?? [], filters), [servers, filters])
  const inList = isListScreen(screen)
  return (
    <>
      <ViewList />
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
    <FilterGroup
      title={t('nav.tags')}
      more={
        hidden > 0 ? { label: t('nav.moreTags', { count: hidden }), onPress: () => setAll(true) } : undefined
      }
    >
      {shown.map(({ value, count }) => (
        <FilterLine
          key={value}
          isOn={inList && filters.tags.includes(value)}
          name={value}
          faint={count === 0}
          onPress={() => toggleTag(value)}
        >
          <Count value={count} />
        </FilterLine>
      ))}
    </FilterGroup>
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
  const shown = sources
    .filter((source) => source.type !== 'manual' || counts.has(source.id) || source.servers > 0)
    .sort((one, other) => Number(one.type === 'manual') - Number(other.type === 'manual'))
  if (shown.length === 0) return null
  return (
    <FilterGroup title={t('nav.sources')}>
      {shown.map((source) => (
        <FilterLine
          key={source.id}
          isOn={inList && filters.source === source.id}
          name={sourceLabel(source)}
          title={source.address}
          faint={!counts.has(source.id)}
          mark={
            <Dot
              tone={source.type === 'manual' ? 'off' : toneOfSource(source)}
              label={source.type === 'manual' ? t('source.manual') : t(`source.state.${source.state}`)}
            />
          }
          onPress={() => filter({ source: filters.source === source.id ? null : source.id })}
        >
          <Count value={counts.get(source.id) ?? 0} />
        </FilterLine>
      ))}
    </FilterGroup>
  )
}
