import { expect, test } from 'vitest'
import { Turns } from './turns'

test('work waits for the work before it, and a refusal goes to its caller alone', async () => {
  const turns = new Turns()
  const told: string[] = []
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const first = turns.take(async () => {
    told.push('first begins')
    await gate
    told.push('first refuses')
    throw new Error('no')
  })
  const second = turns.take(async () => {
    told.push('second begins')
    return 2
  })
  open()
  await expect(first).rejects.toThrow('no')
  expect(await second).toBe(2)
  await turns.over()
  expect(told).toEqual(['first begins', 'first refuses', 'second begins'])
})
