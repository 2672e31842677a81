import { expect, test } from 'vitest'
import { toolName } from './tool-names'

const legal = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/

test('a name that is legal as it is stays readable, with its server before it', () => {
  expect(toolName('weather', 'get_forecast')).toBe('weather__get_forecast')
})

test('whatever servers and tools are called, their names are legal, stable and never the same', () => {
  const servers = ['a', 'a_', 'a__b', 'a.b', 'a b', '天气', '9lives', '-x', 'x'.repeat(200)]
  const tools = [
    'b',
    '_b',
    'b__c',
    'c',
    'a.b',
    'search_tools',
    '查询',
    'y'.repeat(300),
    `${'y'.repeat(299)}z`,
  ]
  const names = servers.flatMap((server) => tools.map((tool) => toolName(server, tool)))
  for (const name of names) expect(name).toMatch(legal)
  expect(new Set(names).size).toBe(names.length)
  expect(names).not.toContain('search_tools')
  expect(servers.flatMap((server) => tools.map((tool) => toolName(server, tool)))).toEqual(names)
})
