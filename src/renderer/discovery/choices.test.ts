import { expect, it } from 'vitest'
import type { FilePreview, PreviewEntry } from '../../shared/contract/import'
import { countsOf, takenCount, withMembers } from './choices'

function file(watchable: boolean, entries: readonly [string, PreviewEntry['outcome']][]): FilePreview {
  const entry = { address: '', tags: [], command: null, changes: [], issue: null }
  return {
    name: 'x.json',
    watchable,
    issues: [],
    entries: entries.map(([name, outcome]) => ({ ...entry, name, outcome })),
  }
}

const previews = [
  file(true, [
    ['a', 'new'],
    ['b', 'changed'],
    ['c', 'unchanged'],
  ]),
  file(false, [
    ['d', 'new'],
    ['a', 'changed'],
    ['e', 'refused'],
  ]),
]

it('counts what each entry would do', () => {
  expect(countsOf(previews)).toEqual({ new: 2, changed: 2, unchanged: 1, refused: 1 })
})

it('takes each name once, leaves out what a person left out, and a watched file whole', () => {
  const leaveOut = withMembers(new Set(), ['b', 'd'], true)
  const choices = { leaveOut, approved: new Set<string>() }
  expect(takenCount(previews, { ...choices, leaveOut: new Set() }, false)).toBe(3)
  expect(takenCount(previews, choices, false)).toBe(1)
  expect(takenCount(previews, choices, true)).toBe(2)
  expect([...withMembers(leaveOut, ['b'], false)]).toEqual(['d'])
})
