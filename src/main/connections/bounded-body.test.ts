import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type BodyKind, boundedBody } from './bounded-body'

const mebi = 1_048_576

/** A body that goes on as long as it is read, or as `chunks` says, and then stalls. */
function endless(kind: BodyKind, piece: Uint8Array, chunks = Number.POSITIVE_INFINITY) {
  const clock = new TestClock()
  const told: string[] = []
  const state = { given: 0, left: false }
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (state.given >= chunks) return new Promise(() => {})
        state.given += 1
        controller.enqueue(piece)
        return undefined
      },
      cancel() {
        state.left = true
      },
    },
    { highWaterMark: 0 },
  )
  const body = boundedBody(source.getReader(), {
    kind,
    address: 'http://one/',
    clock,
    onExcess: (_, excess) => told.push(excess),
  })
  return { body, clock, told, state }
}

test('T30: one message that stalls for half a minute is given up, and its socket with it', async () => {
  const { body, clock, state } = endless('json', Buffer.from('{'), 1)
  const text = new Response(body).text().catch((error: Error) => error.message)
  await nextTurn()
  await clock.advance(29_999)
  expect(state.left).toBe(false)
  await clock.advance(1)
  expect(await text).toBe('http://one/ did not answer within 30 s.')
  expect(state.left).toBe(true)
})

test('of what is written under an error status only the beginning is read', async () => {
  const { body, state, told } = endless('refusal', Buffer.alloc(10_000, 'x'))
  expect(await new Response(body).text()).toHaveLength(65_536)
  expect(state).toEqual({ given: 7, left: true })
  expect(told).toEqual([])
})

test('one message is counted to 16 MB, and not a chunk more is taken', async () => {
  const { body, state, told } = endless('json', Buffer.alloc(mebi, '1'))
  await expect(new Response(body).text()).rejects.toThrow('sent more than Rollcall takes')
  expect(state).toEqual({ given: 17, left: true })
  expect(told).toEqual(['message'])
})

test('a stream that stays open may bring as much every minute', async () => {
  const event = Buffer.from(`data: ${'1'.repeat(mebi - 8)}\n\n`)
  const { body, clock, told, state } = endless('lasting', event)
  const reader = body.getReader()
  for (let minute = 0; minute < 3; minute += 1) {
    for (let n = 0; n < 60; n += 1) await reader.read()
    await clock.advance(60_000)
  }
  expect(told).toEqual([])
  for (let n = 0; n < 64; n += 1) await reader.read()
  await expect(reader.read()).rejects.toThrow('sent more than Rollcall takes')
  expect(told).toEqual(['flood'])
  expect(state.left).toBe(true)
})

test('who reads no further leaves the socket', async () => {
  const { body, state } = endless('lasting', Buffer.from(':\n'))
  await body.cancel()
  expect(state.left).toBe(true)
})
