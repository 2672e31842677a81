import { expect, test } from 'vitest'
import type { Tool } from '../../shared/contract/tools'
import { marked, searchTools, titleOf } from './tool-search'

const tool = (name: string, rest: Partial<Tool> = {}): Tool => ({ name, inputSchema: {}, ...rest })
const tools = [
  tool('get_weather', { description: 'The weather of a city, today.' }),
  tool('send', { title: 'Send a letter', description: 'Also tells the weather of where it goes to.' }),
  tool('delete', { annotations: { title: 'Delete a letter' } }),
]
const found = (text: string) => searchTools(tools, text).map(({ tool: { name } }) => name)

test('nothing typed finds everything, in the order of the server', () => {
  expect(found('  ')).toEqual(['get_weather', 'send', 'delete'])
})

test('every word must stand somewhere; a name counts before a description', () => {
  expect(found('weather')).toEqual(['get_weather', 'send'])
  expect(found('LETTER')).toEqual(['send', 'delete'])
  expect(found('letter weather')).toEqual(['send'])
  expect(found('letter nothing')).toEqual([])
})

test('what only the description has is shown from there', () => {
  expect(searchTools(tools, 'goes')[0]?.excerpt).toBe('…the weather of where it goes to.')
  expect(searchTools(tools, 'get_')[0]?.excerpt).toBeNull()
})

test('a title that only repeats the name is none', () => {
  expect(titleOf(tool('a', { title: 'a' }))).toBeUndefined()
  expect(titleOf(tool('a', { annotations: { title: 'A thing' } }))).toBe('A thing')
})

test('what was found is told apart from the rest', () => {
  expect(marked('Send a Letter', ['letter', 's'])).toEqual(['', 'S', 'end a ', 'Letter', ''])
  expect(marked('nothing', [])).toEqual(['nothing'])
  expect(marked('İstanbul', ['i'])).toEqual(['İstanbul'])
})
