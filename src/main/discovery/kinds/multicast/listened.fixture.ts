import { setTimeout as pause } from 'node:timers/promises'
import { TestClock } from '../../../../../tests/clock'
import { testHost } from '../../../../../tests/host'
import type { Clock } from '../../../host'
import type { NamedEntry, Reading } from '../../kind'
import { freePort } from './announcer.fixture'
import { linksHere } from './links'
import { type Listening, listening, MulticastReader } from './multicast-reader'

/** A reader on the loopback and a port of its own, so that tests hear nobody but their own hosts. */
export async function listened({ clock, ...how }: Partial<Listening> & { readonly clock?: Clock } = {}) {
  const port = await freePort()
  const readings: Reading[] = []
  let network = 'test'
  let wake = () => {}
  const host = testHost({
    ...(clock && { clock }),
    network: () => network,
    onWake(listener) {
      wake = listener
      return () => {}
    },
  })
  const listens = {
    ...listening,
    port,
    links: () => linksHere('loopback'),
    windowMs: 90,
    settleMs: 20,
    ...how,
  }
  const reader = new MulticastReader(
    {
      options: { service: '_mcp._tcp' },
      intervalMs: null,
      host,
      onReading: (reading) => readings.push(reading),
      onChange: () => {},
    },
    listens,
  )
  const entries = (): readonly NamedEntry[] => {
    const last = readings.at(-1)
    return last?.outcome === 'named' ? last.entries : []
  }
  /** Lets the test's clock go on in small steps, and real packets arrive, until it is so. */
  const until = async (isSo: () => boolean) => {
    for (let step = 0; !isSo(); step += 1) {
      if (step > 500) throw new Error(`it never was: ${JSON.stringify(readings.at(-1))}`)
      await pause(2)
      if (clock instanceof TestClock) await clock.advance(10)
    }
  }
  return {
    port,
    host,
    how: listens,
    reader,
    readings,
    entries,
    until,
    names: () => entries().flatMap(({ document }) => (document ? [document.name] : [])),
    issues: () => entries().flatMap((entry) => entry.issues.map(({ code }) => code)),
    remarks: () => {
      const last = readings.at(-1)
      return last?.outcome === 'named' ? last.issues.map(({ code }) => code) : []
    },
    move: (to: string) => {
      network = to
    },
    wake: () => wake(),
    /** Starts it on a clock the test owns. */
    async start() {
      const begun = reader.start()
      await until(() => readings.length > 0)
      await begun
    },
    async [Symbol.asyncDispose]() {
      await reader.end()
      await host[Symbol.asyncDispose]()
    },
  }
}
