import { expect, test } from 'vitest'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { reportText } from './server-text'
import { wordsIn } from './words'

const at = '2026-07-28T12:00:00.000Z'
const now = Date.parse(at)

const server: Server = {
  id: '1',
  name: 'one',
  url: 'http://a.test/mcp',
  description: '',
  tags: [],
  priority: 0,
  auto_connect: true,
  enabled: true,
  health_check_url: null,
  metadata: {},
  intent: 'on',
  mutedUntil: null,
  sightings: 1,
  source: { id: 'manual', type: 'manual', name: 'manual', firstSeenAt: at, lastSeenAt: at },
  approval: null,
  connection: {
    state: 'connected',
    era: 'modern',
    transport: 'http',
    attempt: 0,
    nextAttemptAt: null,
    since: at,
    error: null,
  },
  health: {
    verdict: 'slow',
    reason: 'answering-slowly',
    detail: { slowAfterMs: 800, slowAfter: 3 },
    action: null,
    reached: true,
    since: at,
    checkedAt: at,
    okAt: at,
    okKind: 'ping',
    latencyMs: 1_234.5,
    uptime24h: 0.9999,
    beats: [],
  },
  tools: 1,
  resources: 2,
  prompts: 3,
}

const details: ConnectionDetails = {
  address: 'http://a.test/mcp',
  protocolVersion: '2026-07-28',
  serverInfo: { name: 'one-server', version: '2', title: 'One' },
  capabilities: { tools: {} },
  instructions: null,
  pid: null,
  connectMs: 12,
  violations: 0,
  certificateEndsAt: null,
  kept: { hits: 3, misses: 1, rate: 0.75, lists: [] },
  underWay: 0,
  waiting: 0,
  stderr: [],
}

const words = wordsIn('en')

test('the whole report, for a server that is slow', () => {
  const report = reportText(words, { server, details }, now)
  expect(report.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')).toBe(`Name               one
Address            http://a.test/mcp
Priority           0

Named by           by hand
First seen         TIME (now)
Last seen          TIME (now)

Switch             on
Connection         Connected
Since              TIME (now)

Protocol           2026-07-28 · sessionless protocol · http
Software           One 2
Capabilities       tools
Tools              1
Resources          2
Prompts            3
Time to connect    12 ms

Health             Slow
Because            Answers, but slower than 800 ms, 3 times running.
Last success       TIME (now) · ping
Latency            1235 ms
Good checks, 24 h  99.9 %`)
})

test('until when it is muted, and how much of the time it worked, with what nobody saw', () => {
  const times = { up: 1, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }
  const uptime = [
    { span: '24h' as const, uptime: 0.999, unknown: 0, times },
    { span: '7d' as const, uptime: 0.98, unknown: 0.25, times },
    { span: '30d' as const, uptime: null, unknown: 1, times },
  ]
  const muted = { ...server, mutedUntil: '9999-12-31T23:59:59.999Z' }
  const report = reportText(words, { server: muted, details, uptime }, now)
  expect(report).toMatch(/^Muted +until you unmute it$/m)
  expect(report).toMatch(/^Uptime, 24 h +99\.9 %$/m)
  expect(report).toMatch(/^Uptime, 7 d +98 %, 25 % of the time unknown$/m)
  expect(report).not.toContain('30 d')
  const soon = reportText(words, { server: { ...server, mutedUntil: at }, details }, now)
  expect(soon).toMatch(/^Muted +until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m)
})

test('the address that answered is told where it is another', () => {
  const redirected = { ...details, address: 'http://a.test/sse' }
  expect(reportText(words, { server, details: redirected }, now)).toMatch(
    /^Answered at +http:\/\/a\.test\/sse$/m,
  )
  expect(reportText(words, { server, details }, now)).not.toContain('Answered at')
})

test('instructions are cut, and what a stranger wrote is not obeyed', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\u202e`)
  const report = reportText(words, { server, details: { ...details, instructions: lines.join('\r\n') } }, now)
  const [, told] = report.split('Instructions from the server\n')
  expect(told?.split('\n')).toEqual([
    ...lines.slice(0, 12).map((line) => `  ${line.replace('\u202e', '\\u{202e}')}`),
    '  … 18 more lines, whole in --json',
  ])
})

test('the last words of a process are its last ten lines, without colours', () => {
  const stderr = Array.from({ length: 20 }, (_, index) => `\u001b[31mline ${index}\u001b[0m`)
  const report = reportText(words, { server, details: { ...details, stderr } }, now)
  const [, told] = report.split('Last words of the process\n')
  expect(told?.split('\n')).toEqual(stderr.slice(-10).map((_, index) => `  line ${index + 10}`))
})

test('a failed check has its reason, a server without checks says so', () => {
  const check = {
    at,
    kind: 'ping' as const,
    ok: false,
    latencyMs: null,
    error: { code: 'timeout', message: 'http://a.test/ did not answer.' },
  }
  expect(reportText(words, { server, details, checks: [check] }, now)).toMatch(
    /ping +failed +– +http:\/\/a\.test\/ did not answer\.$/,
  )
  expect(reportText(wordsIn('zh'), { server, details, checks: [check] }, now)).toMatch(/失败 +– +应答超时$/)
  expect(reportText(words, { server, details, checks: [] }, now)).toMatch(/No checks are kept yet\.$/)
})
