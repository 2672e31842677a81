import { expect, test } from 'vitest'
import { issueOf, json, listing, polled, send, targetsOf } from './listing'

const list = { servers: [{ name: 'a', url: 'https://a.example/mcp' }] }

test('T25: a list that has not changed is not sent again, and that it still stands is told', async () => {
  await using server = await listing((request, response) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
    else send(response, list, { etag: '"1"' })
  })
  await using source = polled(`${server.origin}/list.json`)
  await source.reader.start()
  expect(source.waitMs()).toBe(60_000)
  await source.next()
  await source.next()
  expect([source.readings.length, source.same()]).toEqual([1, 2])
  await source.reader.read()
  expect(source.readings).toHaveLength(2)
  expect(server.asked.at(-1)?.headers['if-none-match']).toBeUndefined()
  source.reader.forget()
  await source.next()
  expect(source.readings).toHaveLength(3)
  expect(targetsOf(source.entries())).toEqual({ a: 'https://a.example/mcp' })
})

test('without an ETag the time it was changed says as much', async () => {
  await using server = await listing(json(list, { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }))
  await using source = polled(`${server.origin}/list.json`)
  await source.reader.start()
  await source.next()
  expect(server.asked.at(-1)?.headers['if-modified-since']).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
  expect([source.readings.length, source.same()]).toEqual([1, 1])
})

test('what fails is asked ever more seldom, keeps the last list, and is believed at once when it is back', async () => {
  await using server = await listing(json(list))
  await using source = polled(`${server.origin}/list.json`)
  await source.reader.start()
  server.answers = (_, response) => response.writeHead(500).end()
  const waits: number[] = []
  for (let times = 0; times < 7; times += 1) {
    await source.next()
    waits.push(source.waitMs() / 1_000)
  }
  expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900])
  expect(source.readings.map(({ outcome }) => outcome)).toEqual(['named', 'failed'])
  server.answers = (_, response) => response.writeHead(503, { 'retry-after': '1800' }).end()
  await source.next()
  expect(source.waitMs()).toBe(1_800_000)
  server.answers = (_, response) => response.writeHead(429, { 'retry-after': '999999999' }).end()
  await source.next()
  expect(source.waitMs()).toBe(3_600_000)
  server.answers = json(list)
  await source.next()
  expect(source.readings.at(-1)?.outcome).toBe('named')
  expect(source.waitMs()).toBe(60_000)
})

test('the interval is what was said, at least a second, and a tenth of it is left to chance', async () => {
  await using server = await listing(json(list))
  await using early = polled(`${server.origin}/list.json`, { intervalMs: 10_000, random: () => 0 })
  await using late = polled(`${server.origin}/list.json`, { intervalMs: 1, random: () => 1 })
  await Promise.all([early.reader.start(), late.reader.start()])
  expect([early.waitMs(), late.reader.intervalMs, late.waitMs()]).toEqual([9_000, 1_000, 1_100])
  early.reader.lookEvery(20_000)
  expect(early.waitMs()).toBe(18_000)
})

test('an address that does not answer is given up after ten seconds', async () => {
  let reached = () => {}
  const asked = new Promise<void>((resolve) => {
    reached = resolve
  })
  await using server = await listing(() => reached())
  await using source = polled(`${server.origin}/list.json`)
  const started = source.reader.start()
  await asked
  await source.clock.advance(10_000)
  await started
  const [reading] = source.readings
  expect(reading && issueOf(reading)).toMatchObject({ code: 'timed-out', detail: { seconds: 10 } })
})

test('an end during a look tells nothing more', async () => {
  let reached = () => {}
  const asked = new Promise<void>((resolve) => {
    reached = resolve
  })
  await using server = await listing(() => reached())
  await using source = polled(`${server.origin}/list.json`)
  const started = source.reader.start()
  await asked
  await source.reader.end()
  await started
  expect([source.readings, source.reader.nextLookAt, source.clock.pending]).toEqual([[], null, 0])
})

test('headers and the token go with each request to the origin, opened from the secrets', async () => {
  await using server = await listing(json(list))
  await using source = polled(`${server.origin}/list.json`, { headers: { 'X-Team': 'one' }, bearer: 'two' })
  await source.reader.start()
  expect(server.asked[0]?.headers).toMatchObject({
    'x-team': 'the secret one',
    authorization: 'Bearer the secret two',
  })
  expect(source.reader.remarks).toEqual([])
  await using far = polled('http://lists.example/a.json', { bearer: 'two' })
  expect(far.reader.remarks).toMatchObject([{ code: 'sent-in-clear', severity: 'warning' }])
})
