import { expect, it } from 'vitest'
import { FieldIndex } from './field-index'

const scheme = { weights: { name: 3, text: 1 }, k1: 1.5, b: 0.7 }
const once = (...terms: string[]) => new Map(terms.map((term) => [term, 1]))

it('a word in the name is worth more than in the text, a rare one more than a common one', () => {
  const index = new FieldIndex<'name' | 'text'>(scheme)
  const named = index.add({ name: once('weather'), text: once('today') })
  const told = index.add({ name: once('clock'), text: once('weather', 'today') })
  index.add({ name: once('other'), text: once('today') })
  expect(index.worthOf('weather', named)).toBeGreaterThan(index.worthOf('weather', told))
  expect(index.worthOf('weather', told)).toBeGreaterThan(index.worthOf('today', told))
  expect(index.fieldsOf('weather', told)).toEqual(['text'])
})

it('what is deleted is found no more and makes its words rarer', () => {
  const index = new FieldIndex<'name' | 'text'>(scheme)
  const first = index.add({ name: once('weather') })
  const second = index.add({ name: once('weather') })
  const third = index.add({ name: once('clock') })
  const before = index.worthOf('weather', second)
  index.delete(first)
  expect(index.scores('weather').documents).toEqual([second])
  expect(index.worthOf('weather', second)).toBeGreaterThan(before)
  index.delete(second)
  expect(index.has('weather')).toBe(false)
  expect(index.has('clock')).toBe(true)
  expect(third).not.toBe(index.add({ name: once('weather') }))
})
