import { expect, it } from 'vitest'
import { noFilters } from '../shell/view'
import { filterServers, sourceCounts, tagCounts } from './filter'
import { aServer } from './server.fixture'

const weather = aServer({ name: 'weather', tags: ['api', 'weather'], description: 'Climate of forty cities' })
const database = aServer({ name: 'database', tags: ['api', 'storage'] })
const files = aServer({
  name: 'files',
  url: undefined,
  command: 'npx',
  args: ['server-filesystem'],
  tags: ['storage'],
  source: { ...weather.source, id: 'manual', type: 'manual', name: 'by hand' },
})
const all = [weather, database, files]
const names = (servers: readonly { name: string }[]) => servers.map(({ name }) => name)

it('lets everything through without filters, in the order given', () => {
  expect(names(filterServers(all, noFilters))).toEqual(['weather', 'database', 'files'])
})

it('takes servers with any of the tags, or only those with every one', () => {
  const tags = ['api', 'storage']
  expect(names(filterServers(all, { ...noFilters, tags }))).toEqual(['weather', 'database', 'files'])
  expect(names(filterServers(all, { ...noFilters, tags, match: 'all' }))).toEqual(['database'])
})

it('finds every word somewhere in name, address, description, tags or tools, without regard to case', () => {
  expect(names(filterServers(all, { ...noFilters, text: 'CLIMATE cities' }))).toEqual(['weather'])
  expect(names(filterServers(all, { ...noFilters, text: 'filesystem' }))).toEqual(['files'])
  expect(names(filterServers(all, { ...noFilters, text: 'climate filesystem' }))).toEqual([])
  const offering = aServer({ name: 'offering', toolNames: ['get_Café', 'insert_note'] })
  expect(names(filterServers([...all, offering], { ...noFilters, text: 'INSERT cafe\u0301' }))).toEqual([
    'offering',
  ])
})

it('counts as needing attention what is wanted but not connected, or down or slow', () => {
  const down = aServer({ name: 'down', health: { ...weather.health, verdict: 'down' } })
  const off = aServer({
    name: 'off',
    intent: 'off',
    connection: { ...weather.connection, state: 'off' },
    health: { ...weather.health, verdict: 'unknown' },
  })
  const fresh = aServer({ name: 'fresh', health: { ...weather.health, verdict: 'unknown' } })
  const servers = [weather, down, fresh, off]
  expect(names(filterServers(servers, { ...noFilters, state: 'attention' }))).toEqual(['down'])
  expect(names(filterServers(servers, { ...noFilters, state: 'off' }))).toEqual(['off'])
})

it('counts tags among what the other filters let through, and keeps tags that have none left', () => {
  expect(tagCounts(all, { ...noFilters, text: 'weather' })).toEqual([
    { value: 'api', count: 1, total: 2 },
    { value: 'storage', count: 0, total: 2 },
    { value: 'weather', count: 1, total: 1 },
  ])
})

it('does not let a chosen tag hide how many another would add, unless every tag must match', () => {
  const counts = (match: 'any' | 'all') =>
    tagCounts(all, { ...noFilters, tags: ['weather'], match }).find(({ value }) => value === 'storage')?.count
  expect(counts('any')).toBe(2)
  expect(counts('all')).toBe(0)
})

it('counts the servers of each source among what the other filters let through', () => {
  expect(sourceCounts(all, { ...noFilters, source: 'manual', tags: ['storage'] })).toEqual(
    new Map([
      ['file', 1],
      ['manual', 1],
    ]),
  )
})
