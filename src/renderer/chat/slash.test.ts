import { expect, test } from 'vitest'
import { aServer } from '../registry/server.fixture'
import { slashCommand, slashLine, slashTools, slashWord } from './slash'

const servers = [
  aServer({ name: 'weather', toolNames: ['get_forecast', 'list_cities'] }),
  aServer({ name: 'weather.eu', toolNames: ['get_forecast'] }),
  aServer({ name: 'notes', toolNames: ['list', 'forget'] }),
]

test('only a word right after a slash at the very beginning is completed', () => {
  expect(slashWord('/wea')).toBe('wea')
  expect(slashWord('/')).toBe('')
  for (const text of ['wea', ' /wea', '/weather.get_forecast {}', 'a /b']) expect(slashWord(text)).toBeNull()
})

test('tools are found by server, by tool and by parts of both, those that begin so first', () => {
  const found = (word: string) => slashTools(servers, word).map(({ server, tool }) => `${server}.${tool}`)
  expect(found('notes')).toEqual(['notes.list', 'notes.forget'])
  expect(found('list')).toEqual(['weather.list_cities', 'notes.list'])
  expect(found('FORE')).toEqual(['weather.get_forecast', 'weather.eu.get_forecast'])
  expect(found('wea.fore')).toEqual(['weather.get_forecast', 'weather.eu.get_forecast'])
  expect(found('nothing')).toEqual([])
})

test('tools of a server that cannot be asked now are not offered', () => {
  const off = aServer({ name: 'off', toolNames: ['get'] })
  const down = { ...off, connection: { ...off.connection, state: 'failed' as const } }
  expect(slashTools([down], 'off')).toEqual([])
})

test('a line names a tool also where the server has a dot in its name, and keeps what follows', () => {
  expect(slashCommand(servers, '/weather.get_forecast {"city":"上海"}')).toMatchObject({
    server: { name: 'weather' },
    tool: 'get_forecast',
    rest: '{"city":"上海"}',
  })
  expect(slashCommand(servers, '/weather.eu.get_forecast ')).toMatchObject({ server: { name: 'weather.eu' } })
  expect(slashCommand(servers, '/weather.nothing ')).toBeNull()
  expect(slashLine('notes', 'list', { a: 1 })).toBe('/notes.list {"a":1}')
})
