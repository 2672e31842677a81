import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { Gate } from './gate'

const never = new AbortController().signal
const at = (priority: number) => ({ priority, isProcess: false })

/** Work that settles when told to, and the order in which it began. */
function workshop() {
  const begun: string[] = []
  const finish = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => finish.set(name, () => resolve(name)))
  }
  return { begun, finish: (name: string) => finish.get(name)?.(), work }
}

test('lets in as many as there are places, the highest priority first', async () => {
  const clock = new TestClock()
  const gate = new Gate(1, clock)
  const { begun, finish, work } = workshop()
  const first = gate.pass(at(0), never, work('first'))
  void gate.pass(at(1), never, work('low'))
  void gate.pass(at(9), never, work('high'))
  await clock.advance(0)
  expect(begun).toEqual(['first'])
  finish('first')
  expect(await first).toBe('first')
  await clock.advance(0)
  expect(begun).toEqual(['first', 'high'])
})

test('takes the place back after two seconds, while the work goes on', async () => {
  const clock = new TestClock()
  const gate = new Gate(1, clock)
  const { begun, finish, work } = workshop()
  const hung = gate.pass(at(0), never, work('hung'))
  void gate.pass(at(0), never, work('next'))
  await clock.advance(1_999)
  expect(begun).toEqual(['hung'])
  await clock.advance(1)
  expect(begun).toEqual(['hung', 'next'])
  finish('hung')
  expect(await hung).toBe('hung')
})

test('a failure gives the place back and reaches the caller', async () => {
  const gate = new Gate(1, new TestClock())
  await expect(gate.pass(at(0), never, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.pass(at(0), never, async () => 'yes')).toBe('yes')
})

test('one that is called off in the queue leaves at once and never begins', async () => {
  const clock = new TestClock()
  const gate = new Gate(1, clock)
  const { begun, finish, work } = workshop()
  void gate.pass(at(0), never, work('first'))
  const patience = new AbortController()
  const second = gate.pass(at(0), patience.signal, work('second'))
  patience.abort(new Error('not any more'))
  await expect(second).rejects.toThrow('not any more')
  finish('first')
  await clock.advance(10_000)
  expect(begun).toEqual(['first'])
})

test('more places let in more at once', async () => {
  const clock = new TestClock()
  const gate = new Gate(1, clock)
  const { begun, work } = workshop()
  for (const name of ['a', 'b', 'c']) void gate.pass(at(0), never, work(name))
  gate.places = 3
  await clock.advance(0)
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('one that was called off before it came never begins either', async () => {
  const gate = new Gate(1, new TestClock())
  const { begun, work } = workshop()
  const late = gate.pass(at(0), AbortSignal.abort(new Error('too late')), work('late'))
  await expect(late).rejects.toThrow('too late')
  expect(begun).toEqual([])
})

test('starts five processes at a time, whatever places there are, and lets others by', async () => {
  const clock = new TestClock()
  const gate = new Gate(20, clock)
  const { begun, finish, work } = workshop()
  for (let n = 0; n < 7; n++) void gate.pass({ priority: n, isProcess: true }, never, work(`process ${n}`))
  void gate.pass(at(0), never, work('address'))
  await clock.advance(0)
  expect(begun).toHaveLength(6)
  expect(begun).toContain('address')
  finish('process 0')
  await clock.advance(0)
  expect(begun.slice(6)).toEqual(['process 6'])
})
