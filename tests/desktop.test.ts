import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import type { Desktop } from '../src/main/host'
import { startRollcall } from '../src/main/rollcall'
import type { Client } from '../src/shared/contract'
import { deeds, type Startup } from '../src/shared/contract/rollcall'
import { testHost } from './host'

/** A desktop that notes what it is asked for. */
function aDesktop() {
  const done: string[] = []
  let startup: Startup | null = { openAtLogin: false, minimized: true }
  const desktop: Desktop = {
    electron: '45.0.0',
    chromium: '152.0',
    perform: async (deed) => void done.push(deed),
    badge: () => {},
    startup: () => startup,
    setStartup: (wanted) => {
      startup = wanted
      return wanted
    },
    async *commands() {
      yield 'add'
      yield 'palette'
    },
    async *links() {
      yield 'rollcall://v1/install?config=e30='
    },
  }
  return {
    desktop,
    done,
    forget: () => {
      startup = null
    },
  }
}

async function start(desktop: Desktop): Promise<Client> {
  const host = testHost({ desktop })
  const rollcall = await startRollcall(host)
  onTestFinished(async () => {
    await rollcall.end()
    await host[Symbol.asyncDispose]()
  })
  return createRouterClient(rollcall.router)
}

test('the desktop does what the page asks, and tells what was chosen in its menu', async () => {
  const { desktop, done } = aDesktop()
  const client = await start(desktop)
  expect(await client.rollcall.about()).toMatchObject({ electron: '45.0.0', chromium: '152.0', deeds })
  await client.rollcall.perform({ deed: 'zoom-in' })
  expect(done).toEqual(['zoom-in'])
  const chosen: object[] = []
  for await (const command of await client.rollcall.commands()) chosen.push(command)
  expect(chosen).toEqual([{ command: 'add' }, { command: 'palette' }])
  const { value } = await (await client.rollcall.links()).next()
  expect(value).toEqual({ link: 'rollcall://v1/install?config=e30=' })
})

test('a start at login is changed in the part that is given, where it can be at all', async () => {
  const { desktop, forget } = aDesktop()
  const client = await start(desktop)
  expect(await client.rollcall.setStartup({ openAtLogin: true })).toEqual({
    openAtLogin: true,
    minimized: true,
  })
  expect(await client.rollcall.startup()).toEqual({ openAtLogin: true, minimized: true })
  forget()
  expect(await client.rollcall.startup()).toBeNull()
  await expect(client.rollcall.setStartup({ openAtLogin: true })).rejects.toMatchObject({ code: 'not-here' })
})

test('a core without a desktop tells nothing of a menu, and its stream ends with it', async () => {
  const host = testHost()
  const rollcall = await startRollcall(host)
  onTestFinished(() => host[Symbol.asyncDispose]())
  const client: Client = createRouterClient(rollcall.router)
  const next = (await client.rollcall.commands()).next()
  await rollcall.end()
  expect((await next).done).toBe(true)
})
