import { expect, test } from 'vitest'
import { eventsOf } from './event-stream'

const bodyOf = (...pieces: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })

async function all(events: AsyncIterable<unknown>) {
  const values: unknown[] = []
  for await (const value of events) values.push(value)
  return values
}

test('gives the value of each message, wherever the pieces were cut', async () => {
  const body = bodyOf(
    ': ping\n\nevent: mess',
    'age\ndata: {"a":',
    '1}\n\nevent: message\ndata: "天',
    '气"\n\n',
  )
  expect(await all(eventsOf(body))).toEqual([{ a: 1 }, '天气'])
})

test('ends at done and throws at error', async () => {
  const message = 'event: message\ndata: 1\n\n'
  expect(await all(eventsOf(bodyOf(message, 'event: done\ndata: \n\n', message)))).toEqual([1])
  await expect(all(eventsOf(bodyOf('event: error\ndata: {}\n\n')))).rejects.toThrow('stream broke')
})
