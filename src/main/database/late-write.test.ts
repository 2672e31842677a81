import { expect, it } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { LateWrite } from './late-write'

it('writes once for all that came within the delay', async () => {
  const clock = new TestClock()
  let writes = 0
  const late = new LateWrite(clock, 1_000, () => {
    writes += 1
  })
  late.soon()
  await clock.advance(900)
  late.soon()
  expect(writes).toBe(0)
  await clock.advance(5_000)
  expect(writes).toBe(1)
})

it('tries again where the disk refused, until it is ended', async () => {
  const clock = new TestClock()
  let tries = 0
  const late = new LateWrite(clock, 1_000, () => {
    tries += 1
    throw new Error('full')
  })
  late.soon()
  await clock.advance(2_500)
  expect(tries).toBe(2)
  late.end()
  expect(tries).toBe(3)
  await clock.advance(5_000)
  expect(tries).toBe(3)
  expect(clock.pending).toBe(0)
})
