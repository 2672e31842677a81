import { describe, expect, test } from 'vitest'
import { type Server, ServerQuery } from '../../shared/contract/registry'
import { matches } from './server-query'

const at = '2026-11-01T12:00:00.000Z'
const server: Server = {
  id: '1',
  name: 'Weather',
  url: 'http://localhost:8001/mcp',
  description: 'Forecasts for Zürich and 北京',
  tags: ['demo', 'Climate'],
  priority: 0,
  auto_connect: true,
  enabled: true,
  health_check_url: null,
  metadata: {},
  intent: 'on',
  mutedUntil: null,
  sightings: 1,
  source: { id: 'abc', type: 'file_watch', name: 'samples', firstSeenAt: at, lastSeenAt: at },
  approval: null,
  connection: {
    state: 'connected',
    era: 'legacy',
    transport: 'http',
    attempt: 0,
    nextAttemptAt: null,
    since: at,
    error: null,
  },
  health: {
    verdict: 'up',
    reason: 'answering',
    detail: {},
    action: null,
    reached: true,
    since: at,
    checkedAt: at,
    okAt: at,
    okKind: 'ping',
    latencyMs: 3,
    uptime24h: 1,
    beats: [],
  },
  tools: 0,
  resources: 0,
  prompts: 0,
}
const local: Server = { ...server, command: 'npx', args: ['-y', 'some-server'] }
delete local.url

type State = Server['connection']['state']
type Verdict = Server['health']['verdict']
const inState = (state: State, verdict: Verdict, intent: Server['intent'] = 'on'): Server => ({
  ...server,
  intent,
  connection: { ...server.connection, state },
  health: { ...server.health, verdict },
})
const fits = (query: object, of = server) => matches(of, ServerQuery.parse(query))

test('a query that asks nothing fits every server', () => {
  expect(fits({})).toBe(true)
  expect(fits({ tags: '', text: ' ' })).toBe(true)
})

describe('tags', () => {
  test.each([
    ['demo', 'any', true],
    ['demo,other', 'any', true],
    ['demo,other', 'all', false],
    ['demo, Climate', 'all', true],
    ['climate', 'any', false],
  ])('%s, %s: %s', (tags, match, expected) => expect(fits({ tags, match })).toBe(expected))
})

describe('text', () => {
  test.each([
    ['wEATHER', true],
    ['8001', true],
    ['ZÜRICH', true],
    ['Zu\u0308rich', true],
    ['北京', true],
    ['climate', true],
    ['samples', false],
  ])('%s: %s', (text, expected) => expect(fits({ text })).toBe(expected))

  test('is looked for in the names of tools too', () => {
    const offering = { ...server, tools: 2, toolNames: ['get_forecast', 'get_alerts'] }
    expect(fits({ text: 'Get_Alerts' }, offering)).toBe(true)
    expect(fits({ text: 'get_alerts' })).toBe(false)
  })

  test('is looked for in a command line too', () => {
    expect(fits({ text: 'npx -y some' }, local)).toBe(true)
    expect(fits({ text: 'localhost' }, local)).toBe(false)
  })
})

describe('state', () => {
  test('is a connection state or a verdict', () => {
    expect(fits({ state: 'connected' })).toBe(true)
    expect(fits({ state: 'waiting' })).toBe(false)
    expect(fits({ state: 'up' })).toBe(true)
    expect(fits({ state: 'down' })).toBe(false)
  })

  test.each([
    ['connected', 'up', 'on', false],
    ['connected', 'unknown', 'on', false],
    ['connected', 'slow', 'on', true],
    ['waiting', 'unknown', 'on', true],
    ['needs-approval', 'unknown', 'on', true],
    ['off', 'unknown', 'off', false],
    ['off', 'down', 'off', false],
  ] as const)('attention with %s, %s, switched %s: %s', (state, verdict, intent, expected) =>
    expect(fits({ state: 'attention' }, inState(state, verdict, intent))).toBe(expected),
  )
})

test('a source is found by id and by name', () => {
  expect(fits({ source: 'abc' })).toBe(true)
  expect(fits({ source: 'samples' })).toBe(true)
  expect(fits({ source: 'manual' })).toBe(false)
})
