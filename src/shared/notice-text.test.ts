import i18next from 'i18next'
import { expect, test } from 'vitest'
import type { Notice, Noticed } from './contract/notices'
import { noticeText } from './notice-text'
import en from './text/en.json'
import zh from './text/zh.json'

const texts = i18next.createInstance()
await texts.init({
  resources: { en: { translation: en }, zh: { translation: zh } },
  interpolation: { escapeValue: false },
})
const say = (notice: Notice, language: 'en' | 'zh' = 'en') =>
  noticeText(
    notice,
    (key, values = {}) => texts.t(key, { defaultValue: key, ...values, lng: language }),
    language,
  )

const refused: Noticed['error'] = { code: 'refused', message: '', detail: { address: '127.0.0.1:9' } }

function noticed(name: string, fields: Partial<Noticed> = {}): Noticed {
  return {
    id: name,
    name,
    turn: 'down',
    reason: 'failing',
    detail: { failures: 3 },
    error: null,
    daysLeft: null,
    lastedMs: null,
    ...fields,
  }
}

function of(servers: Noticed[], more: Notice['counts'] = {}): Notice {
  const counts: Notice['counts'] = {}
  for (const { turn } of servers) counts[turn] = (counts[turn] ?? 0) + 1
  return {
    id: 1,
    at: '2026-11-28T08:00:00.000Z',
    about: 'servers',
    counts: { ...counts, ...more },
    servers,
    failing: 0,
    of: 0,
  }
}

test('one server: its name and verdict, why, and what helps', () => {
  const notice = of([noticed('weather', { error: refused })])
  expect(say(notice)).toEqual({
    title: 'weather is down',
    body: 'Nothing listens at 127.0.0.1:9. Start the server, or correct its address. Rollcall keeps trying.',
  })
  expect(say(notice, 'zh').title).toBe('weather 出故障了')
  expect(say(of([noticed('weather')])).body).toBe('Failed its last 3 checks.')
})

test.each([
  ['crash-loop', { reason: 'crash-loop', detail: { crashes: 5 } }, /ended 5 times .* Read its last words/],
  ['flapping', { reason: 'unsettled', detail: { changes: 4 } }, /up and down 4 times.* try it again/],
  ['certificate', { daysLeft: 5 }, /good for 5 more days\. Have its owner renew it/],
  ['certificate', { daysLeft: 0 }, /ends within a day/],
  ['needs-auth', { reason: 'needs-auth', detail: {} }, /Waits for a sign-in\. Open Rollcall/],
  ['up', { reason: 'answering', detail: {}, lastedMs: 200_000 }, /^It was away for 3 min\.$/],
] as const)('%s has its own sentences', (turn, fields, body) => {
  expect(say(of([noticed('a', { turn, ...fields })])).body).toMatch(body)
})

test('many of one kind: how many, and a few by name', () => {
  const servers = ['a', 'b', 'c', 'd'].map((name) => noticed(name))
  expect(say(of(servers))).toEqual({ title: '4 servers are down', body: 'a, b, c, and d' })
  expect(say(of(servers, { down: 40 }))).toEqual({
    title: '40 servers are down',
    body: 'a, b, c, and 37 more',
  })
  expect(say(of(servers, { down: 40 }), 'zh').body).toBe('a、b、c和另外 37 台')
})

test('several kinds: how many of each, and which', () => {
  const notice = of([noticed('a'), noticed('b'), noticed('c', { turn: 'up' })])
  expect(say(notice)).toEqual({ title: '2 down, 1 up again', body: 'Down: a and b\nUp again: c' })
})

test('this machine has the sentence of the window', () => {
  const machine = { ...of([]), about: 'outage' as const, failing: 4, of: 5 }
  expect(say(machine)).toMatchObject({
    title: 'Many servers cannot be seen from here',
    body: expect.stringMatching(/^4 of 5 servers elsewhere/),
  })
  expect(say({ ...machine, about: 'offline' }).title).toBe('This machine is offline')
})

test('a stranger’s words cannot hide, turn around or fill the screen', () => {
  const name = `\u202egnp.exe\u2066${'x'.repeat(100)}`
  const error = { code: 'protocol', message: '', detail: { reason: `\u0000\n${'y'.repeat(9_000)}` } } as const
  const { title, body } = say(of([noticed(name, { error })]))
  expect(title + body).not.toMatch(/[\p{Cf}\p{Cc}]/u)
  expect(title.length).toBeLessThan(80)
  expect(body.length).toBeLessThanOrEqual(400)
})
