import { expect, it } from 'vitest'
import { aServer } from '../registry/server.fixture'
import { applyRows } from './rows'

const low = aServer({ name: 'low', priority: 1 })
const high = aServer({ name: 'high', priority: 9 })
const roll = applyRows(undefined, { kind: 'snapshot', revision: 4, servers: [low, high] })

it('sorts by priority, highest first, then by name', () => {
  const same = aServer({ name: 'a', priority: 1 })
  const after = applyRows(roll ?? undefined, {
    kind: 'changes',
    since: 4,
    revision: 5,
    servers: [same],
    removed: [],
  })
  expect(after?.servers.map(({ name }) => name)).toEqual(['high', 'a', 'low'])
})

it('keeps rows that did not change as the very objects they were', () => {
  const changed = { ...low, tools: 3 }
  const after = applyRows(roll ?? undefined, {
    kind: 'changes',
    since: 4,
    revision: 5,
    servers: [changed],
    removed: [],
  })
  expect(after?.servers[0]).toBe(high)
  expect(after?.servers[1]).toBe(changed)
})

it('takes removed rows out', () => {
  const after = applyRows(roll ?? undefined, {
    kind: 'changes',
    since: 4,
    revision: 5,
    servers: [],
    removed: ['low'],
  })
  expect(after?.servers).toEqual([high])
})

it('asks to begin again after a gap, and before any snapshot', () => {
  const changes = { kind: 'changes' as const, since: 6, revision: 7, servers: [], removed: [] }
  expect(applyRows(roll ?? undefined, changes)).toBeNull()
  expect(applyRows(undefined, changes)).toBeNull()
})
