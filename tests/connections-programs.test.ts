import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Room } from './connections-room'
import { stdioCommand } from './servers/start'

const { args } = stdioCommand('dual.ts', ['--stdio'])

/** A program of its own, as many servers are; `mark` makes it another one that does the same. */
function writeProgram(file: string, mark: string): void {
  const [script = '', ...rest] = args
  const code = `process.argv.splice(1, 1, ${JSON.stringify(script)}, ...${JSON.stringify(rest)});import(process.argv[1])`
  writeFileSync(`${file}.new`, `#!${process.execPath}\n// ${mark}\n${code}\n`)
  chmodSync(`${file}.new`, 0o755)
  renameSync(`${file}.new`, file)
}

async function openRoom() {
  const room = await new Room().start()
  onTestFinished(() => room[Symbol.asyncDispose]())
  const folders = ['first', 'second'].map((name) => join(room.host.dataDir, name))
  for (const folder of folders) mkdirSync(folder)
  const [first = '', second = ''] = folders
  return { room, first, second }
}

/** Ends it and starts it again, as a person or the next launch does; gives what it comes to. */
async function restarted(room: Room, id: string, state: 'connected' | 'failed') {
  room.connections.restart(id)
  return room.becomes(id, state)
}

test.runIf(process.platform !== 'win32')(
  'T17: a program that was replaced after it was approved is not started before a person says so',
  async () => {
    const { room, first } = await openRoom()
    const command = join(first, 'tool')
    writeProgram(command, 'one')
    const id = await room.add({ name: 'tool', command })
    await room.becomes(id, 'connected')
    // Touched, and copied anew: the same program.
    utimesSync(command, 1, 1)
    await restarted(room, id, 'connected')
    writeProgram(command, 'one')
    await restarted(room, id, 'connected')

    writeProgram(command, 'two')
    const { error } = await restarted(room, id, 'failed')
    expect(error).toMatchObject({ code: 'program-changed', detail: { command } })
    expect(error?.message).toMatch(
      new RegExp(`${command} \\(SHA-256 [0-9a-f]{12}…\\)\\. It was ${command}`, 'u'),
    )
    expect(room.processes.all()).toEqual([])
    expect(room.health.of(id)).toMatchObject({ verdict: 'down', reason: 'another-program', action: 'accept' })

    room.connections.accept(id)
    await room.becomes(id, 'connected')
    await restarted(room, id, 'connected')
    writeProgram(command, 'three')
    await restarted(room, id, 'failed')
    // What is written anew by a person is another command, and that it leads elsewhere is no wonder.
    await room.registry.update('tool', { cwd: first })
    await room.becomes(id, 'connected')
  },
)

test.runIf(process.platform !== 'win32')(
  'T16, T17: so is a command that leads to another file, be it a link or along PATH',
  async () => {
    const { room, first, second } = await openRoom()
    for (const [folder, mark] of [
      [first, 'one'],
      [second, 'two'],
    ] as const)
      writeProgram(join(folder, 'tool'), mark)
    const link = join(room.host.dataDir, 'link')
    symlinkSync(join(first, 'tool'), link)
    const linked = await room.add({ name: 'linked', command: link })
    const path = `${second}:${first}:${process.env.PATH}`
    renameSync(join(second, 'tool'), join(second, 'away'))
    const named = await room.add({ name: 'named', command: 'tool', env: { PATH: path } })
    for (const id of [linked, named]) await room.becomes(id, 'connected')

    rmSync(link)
    symlinkSync(join(second, 'away'), link)
    expect((await restarted(room, linked, 'failed')).error?.detail.found).toContain(join(second, 'away'))
    renameSync(join(second, 'away'), join(second, 'tool'))
    expect((await restarted(room, named, 'failed')).error?.detail).toMatchObject({
      known: expect.stringContaining(join(first, 'tool')),
      found: expect.stringContaining(join(second, 'tool')),
    })
  },
)
