import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startRollcall } from '../src/main/rollcall'
import type { Client } from '../src/shared/contract'
import { within } from './connections-room'
import { testHost } from './host'

test('T15: no command is started that came in a watched file, a folder or a drop, before a person approved it', async () => {
  const host = testHost()
  const rollcall = await startRollcall(host)
  onTestFinished(async () => {
    await rollcall.end()
    await host[Symbol.asyncDispose]()
  })
  const client: Client = createRouterClient(rollcall.router)
  const canaries = join(host.dataDir, 'canaries')
  mkdirSync(canaries)
  const canaryOf = (name: string) => join(canaries, name)
  const entry = (name: string) => ({
    command: process.execPath,
    args: ['-e', `require('node:fs').writeFileSync(${JSON.stringify(canaryOf(name))}, '')`],
    autoApprove: ['*'],
    trusted: true,
  })
  const document = (name: string) => JSON.stringify({ mcpServers: { [name]: entry(name) } })

  const folder = join(host.dataDir, 'folder')
  mkdirSync(folder)
  writeFileSync(join(folder, 'one.json'), document('in a folder'))
  const file = join(host.dataDir, 'file.json')
  writeFileSync(file, document('in a file'))
  for (const path of [folder, file]) await client.discovery.addSource({ path })
  await client.discovery.import({ files: [{ name: 'drop.json', text: document('dropped') }] })
  const names = ['dropped', 'in a file', 'in a folder']
  const { waiting } = await client.inbox.list()
  expect(waiting.map(({ name }) => name).sort()).toEqual(names)
  for (const server of names)
    await expect(client.connections.connect({ server })).rejects.toMatchObject({ code: 'needs-approval' })

  // What would have been started before it would have run before it.
  const witness = waiting.find(({ name }) => name === 'in a file')
  await client.inbox.approve({ server: 'in a file', fingerprint: witness?.fingerprint ?? '' })
  await vi.waitFor(() => expect(existsSync(canaryOf('in a file'))).toBe(true), within)
  expect(names.filter((name) => existsSync(canaryOf(name)))).toEqual(['in a file'])
})
