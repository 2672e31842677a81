import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import type { OfferKind } from './notices'
import { Refreshes } from './refreshes'

const minuteMs = 60_000

function setUp(isNew: (reading: number) => boolean = () => false) {
  const clock = new TestClock()
  const startedAt = clock.now()
  const readings: { atMs: number; kinds: readonly OfferKind[] }[] = []
  let onRead = () => {}
  const refreshes = new Refreshes(clock, async (kinds) => {
    readings.push({ atMs: clock.now() - startedAt, kinds })
    onRead()
    return isNew(readings.length)
  })
  const afterEach = (work: () => void) => {
    onRead = work
  }
  return { clock, refreshes, readings, afterEach }
}

test('a thousand notices at once lead to one reading, and those that come meanwhile to one more', async () => {
  const { clock, refreshes, readings } = setUp(() => true)
  for (let n = 0; n < 1_000; n++) refreshes.want('tools', 'notice')
  await clock.advance(200)
  for (let n = 0; n < 1_000; n++) refreshes.want('tools', 'notice')
  await clock.advance(minuteMs)
  expect(readings).toHaveLength(2)
})

test.each([false, true])(
  'a notice after each reading (something new: %s) leads to ten within five minutes',
  async (isNew) => {
    const { clock, refreshes, readings, afterEach } = setUp(() => isNew)
    afterEach(() => refreshes.want('tools', 'notice'))
    refreshes.want('tools', 'notice')
    await clock.advance(30 * minuteMs)
    for (const { atMs } of readings)
      expect(
        readings.filter((one) => one.atMs >= atMs && one.atMs < atMs + 5 * minuteMs).length,
      ).toBeLessThanOrEqual(10)
    expect(readings.length).toBeGreaterThan(50)
  },
)

test('in a storm that brings nothing new, the last change is read within 30 s', async () => {
  const { clock, refreshes, readings, afterEach } = setUp()
  afterEach(() => refreshes.want('tools', 'notice'))
  refreshes.want('tools', 'notice')
  await clock.advance(20 * minuteMs)
  const gaps = readings.slice(1).map(({ atMs }, index) => atMs - (readings[index]?.atMs ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000)
})

test('changes one after the other are each read at once', async () => {
  const { clock, refreshes, readings } = setUp(() => true)
  for (let n = 0; n < 3; n++) {
    refreshes.want('tools', 'notice')
    await clock.advance(1_000)
  }
  expect(readings.map(({ atMs }) => atMs)).toEqual([200, 1_200, 2_200])
})

test('a stream that was opened anew does not hold up the news that come over it', async () => {
  const { clock, refreshes, readings } = setUp(() => false)
  refreshes.want('tools', 'reopened')
  await clock.advance(1_000)
  refreshes.want('prompts', 'notice')
  await clock.advance(200)
  expect(readings.map(({ kinds }) => kinds)).toEqual([['tools'], ['prompts']])
})

test('nothing is read once it has ended', async () => {
  const { clock, refreshes, readings } = setUp()
  refreshes.want('tools', 'notice')
  refreshes.end()
  refreshes.want('tools', 'notice')
  await clock.advance(minuteMs)
  expect(readings).toEqual([])
  expect(clock.pending).toBe(0)
})
