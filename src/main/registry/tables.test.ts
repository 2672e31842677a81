import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { openRegistry } from '../../../tests/registry'
import { Database } from '../database/database'
import { registryTables } from './tables'

const at = Date.now() - 1_000
const hub = { name: 'hub', url: 'http://hub.test/mcp', custom: 1 }
const mine = { name: 'mine', url: 'http://mine.test/mcp' }
const gone = { name: 'gone', command: 'node' }

test('what an earlier Rollcall kept is kept: servers, switches, consent, removals, and what each source named', async () => {
  await using host = testHost()
  const tables = registryTables.filter(({ version }) => version <= 4)
  const database = Database.open(join(host.dataDir, 'rollcall.db'), tables, host.log)
  const server = database.prepare(
    `INSERT INTO server (id, name, document, source, first_seen_at, last_seen_at, switched) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  server.run('1', 'hub', JSON.stringify(hub), 'file', at, at, 'off')
  server.run('2', 'mine', JSON.stringify(mine), 'manual', at, at, null)
  const removal = database.prepare(
    `INSERT INTO removal (undo, removed_at, approval, with_source, id, name, document, source, first_seen_at, last_seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  removal.run('undo', at, 'print', null, '3', 'gone', JSON.stringify(gone), 'file', at, at)
  removal.run(
    'other',
    at,
    null,
    'dropped',
    '4',
    'old',
    JSON.stringify({ ...hub, name: 'old' }),
    'file 2',
    at,
    at,
  )
  database.prepare('INSERT INTO dropped_source VALUES (?, ?, ?)').run('dropped', at, 'file 2')
  database.prepare('INSERT INTO ignored VALUES (?, ?)').run('file', 'mine')
  database.end()

  await using opened = await openRegistry(host)
  const { registry, approvals } = opened
  expect(registry.all()).toMatchObject([
    { id: '1', document: hub, source: { id: 'file', firstSeenAt: at }, sources: ['file'], intent: 'off' },
    { id: '2', document: mine, source: { id: 'manual' }, sources: [] },
  ])
  expect(await registry.take('file', [hub])).toMatchObject({ unchanged: ['hub'], added: [], changed: [] })
  expect(registry.restore('undo')).toMatchObject({ id: '3', source: { id: 'file' } })
  expect(approvals.given('gone')).toBe('print')
  expect(registry.restoreSource('dropped')).toEqual(['old'])
  expect(registry.byName('old')).toMatchObject({ id: '4', source: { id: 'file 2' } })
})
