import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestClock } from '../../../../../tests/clock'
import { systemClock } from '../../../host'
import { briskTimes } from '../../discovery.fixture'
import { FileWatch, type FileWatchParts, fileTimes } from './file-watch'
import type { Contents } from './look'
import type { Observe } from './observe'

describe('a watched file', () => {
  let folder = ''
  let path = ''
  let source: FileWatch | undefined
  let seen: string[] = []

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-watch-')))
    path = join(folder, 'dir', 'servers.json')
    mkdirSync(join(folder, 'dir'))
    seen = []
  })

  afterEach(async () => {
    await source?.end()
    rmSync(folder, { recursive: true, force: true })
  })

  async function watch(parts: Partial<FileWatchParts> = {}): Promise<FileWatch> {
    source = new FileWatch({ address: path, clock: systemClock, times: briskTimes, ...parts })
    source.on('contents', (contents) => seen.push(shown(contents)))
    await source.start()
    return source
  }

  /** A source whose time and events the test owns. */
  async function watchByHand(parts: Partial<FileWatchParts> = {}) {
    const clock = new TestClock()
    let notice = () => {}
    const observe: Observe = (_path, onEvent) => {
      notice = onEvent
      return async () => {}
    }
    const pumpUntil = (text: string) =>
      vi.waitFor(
        async () => {
          await clock.advance(50)
          expect(seen.at(-1)).toBe(text)
        },
        { timeout: 10_000, interval: 1 },
      )
    source = new FileWatch({ address: path, clock, observe, ...parts })
    source.on('contents', (contents) => seen.push(shown(contents)))
    const started = source.start()
    await pumpUntil(readFileSync(path, 'utf8'))
    await started
    return { source, clock, notice: () => notice(), pumpUntil }
  }

  const until = (text: string) =>
    vi.waitFor(() => expect(seen.at(-1)).toBe(text), { timeout: 10_000, interval: 10 })

  it('is read at once, and again after it was written in place', async () => {
    writeFileSync(path, 'one')
    await watch()
    expect(seen).toEqual(['one'])
    writeFileSync(path, 'two')
    await until('two')
  })

  it('is read after an atomic replacement, every time', async () => {
    writeFileSync(path, '0')
    await watch()
    for (const text of ['1', '2', '3']) {
      writeFileSync(`${path}.tmp`, text)
      renameSync(`${path}.tmp`, path)
      await until(text)
    }
    expect(seen).toEqual(['0', '1', '2', '3'])
  })

  it('is read after the dance of an editor with a backup, and told as one change', async () => {
    writeFileSync(path, 'old')
    await watch()
    writeFileSync(join(folder, 'dir', '.servers.json.swp'), 'swap')
    writeFileSync(join(folder, 'dir', '4913'), '')
    unlinkSync(join(folder, 'dir', '4913'))
    renameSync(path, `${path}~`)
    writeFileSync(path, 'new')
    unlinkSync(`${path}~`)
    await until('new')
    expect(seen).toEqual(['old', 'new'])
  })

  it('is not missing while it is deleted and made again within two seconds', async () => {
    writeFileSync(path, 'old')
    const { clock, notice, pumpUntil } = await watchByHand()
    unlinkSync(path)
    notice()
    await clock.advance(1_900)
    writeFileSync(path, 'new')
    await pumpUntil('new')
    expect(seen).toEqual(['old', 'new'])
  })

  it('is looked at as often as it was told, from the moment it was told', async () => {
    writeFileSync(path, 'one')
    const { clock, source: watched, pumpUntil } = await watchByHand({ intervalMs: 10_000 })
    writeFileSync(path, 'two')
    const untilDue = () => (watched.nextLookAt ?? 0) - clock.now()
    expect(untilDue()).toBeGreaterThan(9_000)
    await clock.advance(untilDue() - 1)
    expect(seen).toEqual(['one'])
    await pumpUntil('two')
    watched.lookEvery(86_400_000)
    expect(untilDue()).toBe(86_400_000)
    writeFileSync(path, 'three')
    await clock.advance(10_000)
    watched.lookEvery(1_000)
    expect(seen).toEqual(['one', 'two'])
    await clock.advance(1_000)
    await pumpUntil('three')
    watched.lookEvery(null)
    expect(watched.intervalMs).toBe(fileTimes.rescanMs)
  })

  it('is missing after two seconds', async () => {
    writeFileSync(path, 'old')
    const { notice, pumpUntil } = await watchByHand()
    unlinkSync(path)
    notice()
    await pumpUntil('missing')
    expect(seen).toEqual(['old', 'missing'])
  })

  it('is missing once it stays away, and read when it returns with the same bytes', async () => {
    writeFileSync(path, 'same')
    await watch()
    unlinkSync(path)
    await until('missing')
    writeFileSync(path, 'same')
    await until('same')
    expect(seen).toEqual(['same', 'missing', 'same'])
  })

  it('is read when it appears later, in a directory that appears later', async () => {
    rmSync(join(folder, 'dir'), { recursive: true })
    await watch()
    expect(seen).toEqual(['missing'])
    mkdirSync(join(folder, 'dir'))
    writeFileSync(path, 'born')
    await until('born')
  })

  it('is followed through the loss and return of its directory', async () => {
    writeFileSync(path, '1')
    await watch()
    rmSync(join(folder, 'dir'), { recursive: true })
    await until('missing')
    mkdirSync(join(folder, 'dir'))
    writeFileSync(path, '2')
    await until('2')
    writeFileSync(path, '3')
    await until('3')
  })

  it('is read only when it stopped growing', async () => {
    writeFileSync(path, '')
    const { clock, notice, pumpUntil } = await watchByHand()
    for (const part of ['{"servers"', ':[', ']}']) {
      appendFileSync(path, part)
      notice()
      await clock.advance(fileTimes.settleMs / 3)
    }
    await pumpUntil('{"servers":[]}')
    expect(seen).toEqual(['', '{"servers":[]}'])
  })

  it('is read sooner where a whole one was put in its place, and not sooner where that is half of one', async () => {
    const put = (text: string) => {
      writeFileSync(`${path}.new`, text)
      renameSync(`${path}.new`, path)
    }
    put('{"servers":[]}')
    const { clock, notice } = await watchByHand()
    /** How long it took by the test's clock, which is slower than any look at a file. */
    const untilSeen = async (text: string) => {
      const since = clock.now()
      put(text)
      notice()
      await vi.waitFor(
        async () => {
          await clock.advance(1)
          expect(seen.at(-1)).toBe(text)
        },
        { timeout: 10_000, interval: 5 },
      )
      return clock.now() - since
    }
    expect(await untilSeen('{"servers":[{}]}')).toBeLessThan(fileTimes.settleMs)
    expect(await untilSeen('{"servers":[{')).toBeGreaterThanOrEqual(fileTimes.settleMs)
  })

  it('is told once for the same bytes written again', async () => {
    writeFileSync(path, 'same')
    await watch()
    writeFileSync(path, 'same')
    writeFileSync(join(folder, 'dir', 'beside.json'), 'x')
    writeFileSync(path, 'same ')
    await until('same ')
    expect(seen).toEqual(['same', 'same '])
  })

  it('is read by the rescan when an event was lost', async () => {
    writeFileSync(path, 'one')
    await watch({ observe: () => async () => {} })
    writeFileSync(path, 'two')
    await until('two')
  })

  it('is polled, and says so once, when the system has no watches left', async () => {
    let fail = () => {}
    let stopped = 0
    const observe: Observe = (_path, _onEvent, onFailure) => {
      fail = onFailure
      return async () => {
        stopped += 1
      }
    }
    writeFileSync(path, 'one')
    const watched = await watch({ observe, times: { ...briskTimes, rescanMs: 600_000, pollMs: 50 } })
    const fallback = vi.fn()
    watched.on('fallback', fallback)
    fail()
    fail()
    expect(watched.polling).toBe(true)
    expect(fallback).toHaveBeenCalledTimes(1)
    expect(stopped).toBe(1)
    writeFileSync(path, 'two')
    await until('two')
  })

  it('is read after each write, with the waits of the product', async () => {
    writeFileSync(path, '0')
    await watch({ times: fileTimes })
    for (const text of ['1', '2', '3', '4', '5']) {
      writeFileSync(path, text)
      await until(text)
    }
  })

  it('sets no timer once it has ended', async () => {
    writeFileSync(path, 'one')
    const { clock } = await watchByHand()
    expect(clock.pending).toBe(1)
    await source?.end()
    expect(clock.pending).toBe(0)
  })
})

function shown(contents: Contents): string {
  const [content] = contents.values()
  if (content?.kind === 'text') return content.text
  return content?.kind === 'refused' ? content.issue.code : 'missing'
}
