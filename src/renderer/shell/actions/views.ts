import { toast } from 'sonner'
import { withView } from '../saved-views'
import { type SavedView, useView } from '../view'
import type { Action } from './action'

/** Narrower than this the navigation is a rail, without room for a name; as `rail` in `app.css`. */
const narrow = '(width <= 1000px)'

/** What can be done with a saved view, besides showing it. */
export function actionsOnView(view: SavedView): { readonly rename: Action; readonly remove: Action } {
  const { id, name } = view
  return {
    rename: {
      id: `rename-view:${id}`,
      group: 'list',
      text: (t) => t('actions.renameView', { name }),
      obstacle: ({ t }) => (matchMedia(narrow).matches ? t('actions.why.narrow') : null),
      run: ({ view: shown }) => shown.set({ renaming: id, rail: false }),
    },
    remove: {
      id: `delete-view:${id}`,
      group: 'list',
      text: (t) => t('actions.deleteView', { name }),
      danger: true,
      run: ({ t }) => {
        const { savedViews, set } = useView.getState()
        set({ savedViews: savedViews.filter((each) => each.id !== id) })
        const undo = () => set({ savedViews: withView(useView.getState().savedViews, view) })
        toast(t('views.deleted', { name }), { action: { label: t('action.undo'), onClick: undo } })
      },
    },
  }
}
