import { expect, it } from 'vitest'
import { usualSort } from '../shell/view'
import { aServer } from './server.fixture'
import { nextSort, sortServers } from './sort'

const { health, connection } = aServer()
const slow = aServer({
  name: 'server 10',
  priority: 5,
  health: { ...health, verdict: 'slow', latencyMs: 900 },
})
const good = aServer({ name: 'server 9', priority: 5 })
const off = aServer({
  name: 'Alpha',
  priority: 9,
  intent: 'off',
  connection: { ...connection, state: 'off' },
  health: { ...health, latencyMs: 3 },
})
const shaky = aServer({ name: 'shaky', health: { ...health, latencyMs: 40, uptime24h: 0.5 } })
const all = [slow, good, off, shaky]
const names = (servers: readonly { name: string }[]) => servers.map(({ name }) => name)

it('orders by name as a person counts, without regard to case', () => {
  expect(names(sortServers(all, { by: 'name', direction: 'ascending' }))).toEqual([
    'Alpha',
    'server 9',
    'server 10',
    'shaky',
  ])
})

it('keeps the order given among equals, in both directions', () => {
  expect(names(sortServers(all, usualSort))).toEqual(['Alpha', 'server 10', 'server 9', 'shaky'])
  expect(names(sortServers(all, { ...usualSort, direction: 'ascending' }))).toEqual([
    'shaky',
    'server 10',
    'server 9',
    'Alpha',
  ])
})

it('puts what has no live latency last, whichever way it is turned', () => {
  expect(names(sortServers(all, { by: 'latency', direction: 'ascending' })).at(-1)).toBe('Alpha')
  expect(names(sortServers(all, { by: 'latency', direction: 'descending' }))).toEqual([
    'server 10',
    'shaky',
    'server 9',
    'Alpha',
  ])
})

it('puts trouble first, then what missed most of its checks, and what is off last', () => {
  expect(names(sortServers(all, { by: 'trouble', direction: 'descending' }))).toEqual([
    'server 10',
    'shaky',
    'server 9',
    'Alpha',
  ])
})

it('takes ranks of earlier where they are given', () => {
  const ranks = new Map(all.map((server, index) => [server.id, index]))
  const sort = { by: 'latency', direction: 'ascending' } as const
  expect(sortServers(all.toReversed(), sort, ({ id }) => ranks.get(id) ?? null)).toEqual(all)
})

it('turns round when the same column is pressed again', () => {
  const byName = nextSort(usualSort, 'name')
  expect(byName).toEqual({ by: 'name', direction: 'ascending' })
  expect(nextSort(byName, 'name')).toEqual({ by: 'name', direction: 'descending' })
  expect(nextSort(byName, 'trouble')).toEqual({ by: 'trouble', direction: 'descending' })
})
