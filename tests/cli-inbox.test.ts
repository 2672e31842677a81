import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'

let room: CliRoom

beforeAll(async () => {
  room = await startCliRoom()
})
afterAll(() => room[Symbol.asyncDispose]())

const tool = { name: 'tool', command: 'no-such-command', args: ['-y', 'a b'], env: { NODE_OPTIONS: '-r x' } }
const dropped = ['one', 'two'].map((name) => ({ name, url: `http://127.0.0.1:9/${name}` }))

beforeEach(async () => {
  await room.clear()
  const text = JSON.stringify({ servers: [tool, ...dropped] })
  await room.shell.ask('POST', '/api/import', { files: [{ name: 'dropped.json', text }] })
})

const waiting = async () =>
  (await room.json(['inbox'])).waiting.map(({ name }: { name: string }) => name).toSorted() as string[]

test('what waits is shown whole, with what deserves a second look', async () => {
  const { code, out } = await room.rollcall(['inbox'])
  expect(code).toBe(0)
  expect(out).toContain("NODE_OPTIONS='-r x' no-such-command -y 'a b'")
  expect(out).toContain('! NODE_OPTIONS: This variable can have other code loaded into the program.')
  expect(out).toContain('http://127.0.0.1:9/one')
  expect((await room.rollcall(['inbox'], { language: 'zh' })).out).toContain('将连接：')
})

test('is approved with a yes, an explicit option or the fingerprint, and nothing else', async () => {
  expect(await room.rollcall(['inbox', 'approve', 'one'], { answer: 'n' })).toMatchObject({ code: 1 })
  expect(await room.rollcall(['inbox', 'approve', 'one'])).toMatchObject({ code: 2 })
  expect(await room.rollcall(['inbox', 'approve', 'one', '--fingerprint', 'other'])).toMatchObject({
    code: 1,
  })
  expect(await waiting()).toEqual(['one', 'tool', 'two'])
  const { out, err } = await room.rollcall(['inbox', 'approve', 'one'], { answer: 'y' })
  expect([out, err]).toEqual(['one is approved.', expect.stringContaining('http://127.0.0.1:9/one')])
  expect(await waiting()).toEqual(['tool', 'two'])
  expect(await room.rollcall(['inbox', 'approve', 'one', '--yes'])).toMatchObject({
    code: 1,
    err: 'rollcall: one does not wait for a decision.',
  })
})

test('what is refused is kept, and can be asked about again', async () => {
  await room.rollcall(['inbox', 'refuse', 'tool', '--yes'])
  expect(await waiting()).toEqual(['one', 'two'])
  expect((await room.rollcall(['inbox'])).out).toContain('Refused: tool')
  await room.rollcall(['inbox', 'reopen', 'tool'])
  expect(await waiting()).toEqual(['one', 'tool', 'two'])
})

test('all addresses of a source are approved at once, its commands stay', async () => {
  const { code, out } = await room.rollcall(['inbox', 'approve-all', 'manual'], { answer: 'y' })
  expect([code, out]).toEqual([0, '2 approved, 0 wait on.'])
  expect(await waiting()).toEqual(['tool'])
})

test('a command that changed is shown beside what was approved', async () => {
  const file = join(room.directory, 'watched.json')
  const write = (args: string[]) =>
    writeFileSync(file, JSON.stringify({ servers: [{ name: 'kept', command: 'no-such-command', args }] }))
  write(['--read'])
  const { id } = await room.json(['sources', 'add', file])
  await room.rollcall(['inbox', 'approve', 'kept', '--yes'])
  write(['--write'])
  await room.rollcall(['sources', 'scan', id])
  expect((await room.rollcall(['inbox'])).out).toContain('~ args[0]: --read → --write')
  await room.rollcall(['sources', 'remove', id])
})
