import { Bookmark, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import type { FocusEvent, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../ui/field'
import { Menu, MenuItem } from '../ui/menu'
import { perform, useMoment } from './actions/use-moment'
import { actionsOnView } from './actions/views'
import { FilterGroup, FilterLine } from './filter-group'
import { isShowing, viewNameMax, withView } from './saved-views'
import { type SavedView, useView } from './view'

/** The saved views; a press shows one, its menu renames or deletes it. */
export function ViewList() {
  const { t } = useTranslation()
  const { savedViews, screen, filters, sort, renaming, set } = useView()
  if (savedViews.length === 0) return null
  return (
    <FilterGroup title={t('views.title')}>
      {savedViews.map((view) =>
        renaming === view.id ? (
          <NameField key={view.id} view={view} onDone={() => set({ renaming: null })} />
        ) : (
          <FilterLine
            key={view.id}
            isOn={screen === 'servers' && isShowing(view, filters, sort)}
            name={view.name}
            mark={<Bookmark aria-hidden className="size-3 shrink-0 text-faint" />}
            onPress={() => set({ screen: 'servers', filters: view.filters, sort: view.sort })}
          >
            <ViewMenu view={view} />
          </FilterLine>
        ),
      )}
    </FilterGroup>
  )
}

function ViewMenu({ view }: { view: SavedView }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { rename, remove } = actionsOnView(view)
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('views.more', { name: view.name })}
          className="absolute top-0 right-0.5 grid size-[25px] place-items-center rounded-sm text-muted opacity-0 hover:text-ink focus-visible:opacity-100 group-hover/line:opacity-100 data-[state=open]:opacity-100"
        >
          <Ellipsis aria-hidden className="size-3.5" />
        </button>
      }
    >
      <MenuItem icon={<Pencil />} onSelect={() => perform(rename, moment())}>
        {t('views.rename')}
      </MenuItem>
      <MenuItem icon={<Trash2 />} danger onSelect={() => perform(remove, moment())}>
        {t('views.delete')}
      </MenuItem>
    </Menu>
  )
}

/** Kept on Enter and when the focus leaves; Escape keeps the old name. */
function NameField({ view, onDone }: { view: SavedView; onDone: () => void }) {
  const { t } = useTranslation()
  const { savedViews, set } = useView()
  const keep = (text: string) => {
    const name = text.trim()
    if (name !== '' && name !== view.name) set({ savedViews: withView(savedViews, { ...view, name }) })
    onDone()
  }
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) => {
    if (key === 'Enter') keep(currentTarget.value)
    else if (key === 'Escape') onDone()
  }
  return (
    <li>
      <Input
        autoFocus
        aria-label={t('views.name')}
        defaultValue={view.name}
        maxLength={viewNameMax}
        onFocus={({ target }: FocusEvent<HTMLInputElement>) => target.select()}
        onBlur={({ target }) => keep(target.value)}
        onKeyDown={onKeyDown}
        className="my-px h-[25px] px-2"
      />
    </li>
  )
}
