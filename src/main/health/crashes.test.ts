import { expect, test } from 'vitest'
import { Crashes } from './crashes'

const minute = 60_000

function crashedAt(...minutes: number[]): Crashes {
  const crashes = new Crashes()
  for (const time of minutes) crashes.add(time * minute)
  return crashes
}

test.each([
  [[0, 1, 2, 3], 0],
  [[0, 1, 2, 3, 4], 5],
  [[0, 1, 2, 3, 10], 0],
  [[0, 1, 2, 3, 10, 10.5, 11], 5],
  [[0, 0, 0, 0, 0, 20], 5],
])('processes that ended at minutes %j: %d in a loop', (minutes, looping) => {
  expect(crashedAt(...minutes).looping).toBe(looping)
})

test('a loop that was broken has to be seen again in full', () => {
  const crashes = crashedAt(0, 1, 2, 3, 4)
  crashes.forget()
  for (const time of [5, 5.1, 5.2, 5.3]) crashes.add(time * minute)
  expect(crashes.looping).toBe(0)
})
