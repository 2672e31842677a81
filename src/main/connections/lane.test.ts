import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Lane, waitingMax } from './lane'

/** A lane, and those that were let in, in their order. */
function laneOf(places: number) {
  const limit = { places }
  const lane = new Lane(() => limit.places)
  const admitted: string[] = []
  const enter = (caller: string, name = caller, rest: Partial<Parameters<Lane['enter']>[0]> = {}) =>
    lane.enter({ caller, ...rest }).then((entered) => {
      if (entered) admitted.push(name)
      return entered
    })
  return { lane, limit, admitted, enter }
}

test('lets in as many as there are places, the next when one leaves', async () => {
  const { lane, admitted, enter } = laneOf(2)
  for (const name of ['1', '2', '3', '4']) void enter('page', name)
  await nextTurn()
  expect(admitted).toEqual(['1', '2'])
  lane.leave()
  await nextTurn()
  expect(admitted).toEqual(['1', '2', '3'])
  expect(lane.underWay).toBe(2)
  expect(lane.waiting).toBe(1)
})

test('a flood of one caller does not hold up another', async () => {
  const { lane, admitted, enter } = laneOf(1)
  for (let n = 0; n < 200; n++) void enter('api', `api ${n}`)
  void enter('page')
  await nextTurn()
  lane.leave()
  lane.leave()
  await nextTurn()
  expect(admitted.slice(0, 3)).toContain('page')
})

test('one that gives up while waiting leaves the line and takes no place', async () => {
  const { lane, admitted, enter } = laneOf(1)
  await enter('page', 'first')
  const patience = new AbortController()
  const second = enter('page', 'second', { signal: patience.signal })
  void enter('page', 'third')
  patience.abort(new Error('not any more'))
  await expect(second).rejects.toThrow('not any more')
  lane.leave()
  await nextTurn()
  expect(admitted).toEqual(['first', 'third'])
  expect(lane.underWay).toBe(1)
})

test('who waits hears how many others there are, and that they get fewer', async () => {
  const { lane, enter } = laneOf(1)
  await enter('page')
  const told: number[] = []
  void enter('page', 'before')
  void enter('page', 'one', { onWaiting: (others) => told.push(others) })
  lane.leave()
  await nextTurn()
  lane.leave()
  await nextTurn()
  expect(told).toEqual([2, 1, 0])
})

test('a thousand may wait; more are turned away at once', async () => {
  const { enter } = laneOf(1)
  for (let n = 0; n <= waitingMax; n++) void enter('page', String(n))
  expect(await enter('page', 'one too many')).toBe(false)
})

test('more places let in more at once', async () => {
  const { lane, limit, admitted, enter } = laneOf(1)
  for (const name of ['1', '2', '3']) void enter('page', name)
  limit.places = 3
  lane.admit()
  await nextTurn()
  expect(admitted).toEqual(['1', '2', '3'])
})
