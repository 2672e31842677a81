import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSources } from '../bridge/bridge'
import { ImportButton } from '../discovery/import-button'
import { useSourceLabel } from '../discovery/source-label'
import { type StateFilter, useView } from '../shell/view'
import { Button } from '../ui/button'
import { RemovableChip } from '../ui/chip'
import { Segmented } from '../ui/segmented'
import { SaveView } from './save-view'

const states: readonly StateFilter[] = ['all', 'connected', 'attention', 'off']

export const Toolbar = memo(function Toolbar() {
  const { t } = useTranslation()
  const { filters, filter, set } = useView()
  const options = states.map((value) => ({ value, label: t(`filter.${value}`) }))
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.servers')}</h1>
      <ActiveFilters />
      <Segmented
        label={t('filter.state')}
        value={filters.state}
        options={options}
        onChange={(state) => filter({ state })}
      />
      <SaveView />
      <span className="flex-1" />
      <ImportButton look="ghost" />
      <Button look="primary" onClick={() => set({ overlay: { kind: 'add' } })}>
        {t('action.add')}
      </Button>
    </div>
  )
})

/** The tags and the source the list is narrowed to; each goes away with a press. */
export function ActiveFilters() {
  const { t } = useTranslation()
  const { filters, filter, toggleTag } = useView()
  const sourceLabel = useSourceLabel()
  const source = useSources()?.sources.find((each) => each.id === filters.source)
  return (
    <>
      {source && (
        <RemovableChip
          label={t('filter.remove', { name: sourceLabel(source) })}
          onRemove={() => filter({ source: null })}
        >
          {sourceLabel(source)}
        </RemovableChip>
      )}
      {filters.tags.map((tag) => (
        <RemovableChip key={tag} label={t('filter.remove', { name: tag })} onRemove={() => toggleTag(tag)}>
          {tag}
        </RemovableChip>
      ))}
      {filters.tags.length > 1 && (
        <Segmented
          label={t('filter.match')}
          value={filters.match}
          options={[
            { value: 'any', label: t('filter.any') },
            { value: 'all', label: t('filter.every') },
          ]}
          onChange={(match) => filter({ match })}
        />
      )}
    </>
  )
}
