import { expect, test } from 'vitest'
import { FairQueue } from './fair-queue'

function all(queue: FairQueue<string>): string[] {
  const taken: string[] = []
  for (let item = queue.next(); item !== undefined; item = queue.next()) taken.push(item)
  return taken
}

test('owners take turns, however much one of them wants', () => {
  const queue = new FairQueue<string>()
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add('a', item)
  queue.add('b', 'b1')
  for (const item of ['c1', 'c2']) queue.add('c', item)
  const order = ['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']
  expect(queue.size).toBe(7)
  expect(queue.items).toEqual(order)
  expect(all(queue)).toEqual(order)
  expect(queue.size).toBe(0)
})

test('one that comes late waits for one turn of each other owner, not for all they want', () => {
  const queue = new FairQueue<string>()
  for (let n = 0; n < 100; n++) queue.add('flood', `flood ${n}`)
  expect(queue.next()).toBe('flood 0')
  queue.add('person', 'person')
  expect([queue.next(), queue.next()]).toContain('person')
})

test('what is taken out is never given, and taking it out twice takes nothing else', () => {
  const queue = new FairQueue<string>()
  const leave = queue.add('a', 'a1')
  queue.add('a', 'a2')
  leave()
  leave()
  expect(queue.size).toBe(1)
  expect(all(queue)).toEqual(['a2'])
  leave()
  expect(queue.size).toBe(0)
})
