import { type Filters, noFilters, type SavedView, type Sort, usualSort, type View } from './view'

export const viewNameMax = 64

/** Whether a view shows just these filters in this order; the order tags were chosen in does not matter. */
export function isShowing(view: SavedView, filters: Filters, sort: Sort): boolean {
  return (
    sort.by === view.sort.by &&
    sort.direction === view.sort.direction &&
    filters.text === view.filters.text &&
    filters.match === view.filters.match &&
    filters.state === view.filters.state &&
    filters.source === view.filters.source &&
    filters.tags.length === view.filters.tags.length &&
    filters.tags.every((tag) => view.filters.tags.includes(tag))
  )
}

/** The views with one more, by name; one of the same name gives way to it. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ id, name }) => id !== view.id && name !== view.name), view].sort((a, b) =>
    a.name.localeCompare(b.name),
  )
}

/** True while the list shows the usual, or a view that has a name already. */
export function isKnown({
  filters,
  sort,
  savedViews,
}: Pick<View, 'filters' | 'sort' | 'savedViews'>): boolean {
  const usual = { id: '', name: '', filters: noFilters, sort: usualSort }
  return [usual, ...savedViews].some((view) => isShowing(view, filters, sort))
}
