import { expect, test } from 'vitest'
import { Wake } from './wake'

test('a wake before the sleep is not lost, and many are one', async () => {
  const wake = new Wake(new AbortController().signal)
  wake.wake()
  wake.wake()
  await wake.sleep()
  let awake = false
  const second = wake.sleep().then(() => {
    awake = true
  })
  await Promise.resolve()
  expect(awake).toBe(false)
  wake.wake()
  await second
})

test('the end of the signal wakes now and for ever', async () => {
  const ending = new AbortController()
  const wake = new Wake(ending.signal)
  const asleep = wake.sleep()
  ending.abort()
  await asleep
  await wake.sleep()
  await wake.sleep()
})
