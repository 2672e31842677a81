import { expect, it } from 'vitest'
import { isShowing, withView } from './saved-views'
import { noFilters, type SavedView, usualSort } from './view'

const view = (id: string, name: string): SavedView => ({ id, name, filters: noFilters, sort: usualSort })

it('knows a view by its filters and order, whichever way round the tags were chosen', () => {
  const tagged = { ...view('1', 'both'), filters: { ...noFilters, tags: ['a', 'b'] } }
  expect(isShowing(tagged, { ...noFilters, tags: ['b', 'a'] }, { ...usualSort })).toBe(true)
  expect(isShowing(tagged, { ...noFilters, tags: ['a'] }, usualSort)).toBe(false)
  expect(isShowing(tagged, tagged.filters, { by: 'name', direction: 'ascending' })).toBe(false)
})

it('keeps views by name; a new one takes the place of the one with its name', () => {
  const views = withView(withView([], view('1', 'work')), view('2', 'api'))
  expect(views.map(({ name }) => name)).toEqual(['api', 'work'])
  expect(withView(views, view('3', 'work')).map(({ id }) => id)).toEqual(['2', '3'])
})

it('renames in place', () => {
  const views = [view('1', 'api'), view('2', 'work')]
  expect(withView(views, view('1', 'zoo')).map(({ name }) => name)).toEqual(['work', 'zoo'])
})
