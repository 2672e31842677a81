import { expect, test } from 'vitest'
import { judge, type Sign, type Standing } from './verdict'

const thresholds = { downAfter: 3, upAfter: 2, slowAfter: 3, slowAfterMs: 1_000 }

/** `+` passed, `s` passed slowly, `-` failed; oldest first. */
const signs = (text: string): Sign[] => [...text].map((mark) => ({ ok: mark !== '-', slow: mark === 's' }))

const now = 1_000_000
const usual = {
  intent: 'on',
  connection: 'connected',
  error: null,
  trouble: null,
  changes: [],
  crashes: 0,
  recoveries: 0,
  blindness: null,
  unseen: false,
  now,
} as const
const connected = (text: string): Standing => ({ ...usual, signs: signs(text) })
/** Four changes within the last minute. */
const changes = [1, 2, 3, 4].map((n) => now - n * 10_000).toReversed()

test.each([
  ['', 'unknown', 'not-checked', {}],
  ['+', 'up', 'answering', {}],
  ['-', 'unknown', 'failing-once', { failures: 1 }],
  ['--', 'unknown', 'failing-once', { failures: 2 }],
  ['---', 'down', 'failing', { failures: 3 }],
  ['-----', 'down', 'failing', { failures: 5 }],
  ['-+', 'up', 'answering', {}],
  ['+-', 'up', 'failing-once', { failures: 1 }],
  ['+--', 'up', 'failing-once', { failures: 2 }],
  ['+---', 'down', 'failing', { failures: 3 }],
  ['+--+--', 'up', 'failing-once', { failures: 2 }],
  ['---+', 'down', 'recovering', {}],
  ['---+-', 'down', 'failing', { failures: 1 }],
  ['---++', 'up', 'answering', {}],
  ['---+-+', 'down', 'recovering', {}],
  ['---++-', 'up', 'failing-once', { failures: 1 }],
  ['s', 'up', 'answering', {}],
  ['+ss', 'up', 'answering', {}],
  ['sss', 'slow', 'answering-slowly', { slowAfterMs: 1_000, slowAfter: 3 }],
  ['sss+', 'up', 'answering', {}],
  ['sss-', 'up', 'failing-once', { failures: 1 }],
  ['ss+s', 'up', 'answering', {}],
  ['---sss', 'slow', 'answering-slowly', { slowAfterMs: 1_000, slowAfter: 3 }],
])('"%s" is %s: %s', (text, verdict, reason, detail) => {
  expect(judge(connected(text), thresholds)).toMatchObject({ verdict, reason, detail })
})

test.each([
  [{ intent: 'off', connection: 'connected' }, 'off', 'switched-off', 'connect'],
  [{ intent: 'on', connection: 'off' }, 'unknown', 'not-checked', null],
  [{ intent: 'on', connection: 'needs-approval' }, 'unknown', 'needs-approval', 'approve'],
  [{ connection: 'failed', error: 'identity-changed' }, 'down', 'another-server', 'accept'],
  [{ connection: 'failed', error: 'program-changed' }, 'down', 'another-program', 'accept'],
  [{ intent: 'on', connection: 'needs-auth' }, 'unknown', 'needs-auth', 'sign-in'],
] as const)('%o is %s, whatever was seen before', (circumstances, verdict, reason, action) => {
  for (const text of ['', '+++', '---'])
    expect(
      judge({ ...usual, ...circumstances, changes, crashes: 5, signs: signs(text) }, thresholds),
    ).toEqual({ verdict, reason, detail: {}, action })
})

test.each(['connecting', 'waiting', 'failed'] as const)('while %s the evidence decides', (connection) => {
  expect(judge({ ...usual, connection, signs: signs('---') }, thresholds).verdict).toBe('down')
  expect(judge({ ...usual, connection, signs: signs('+') }, thresholds).verdict).toBe('up')
})

test.each(['', '+++', '---'])('after "%s", a server that keeps changing is flapping', (text) => {
  expect(judge({ ...usual, changes, signs: signs(text) }, thresholds)).toEqual({
    verdict: 'flapping',
    reason: 'unsettled',
    detail: { changes: 4 },
    action: 'resume',
  })
})

test.each([
  ['connected', '---', 'left-hanging'],
  ['connected', '---+', 'recovering'],
  ['connected', '---++', 'answering'],
  ['waiting', '---', 'failing'],
] as const)('a server that hung as often as it may, %s, after "%s": %s', (connection, text, reason) => {
  const { reason: found } = judge({ ...usual, connection, recoveries: 3, signs: signs(text) }, thresholds)
  expect(found).toBe(reason)
})

test('a process that keeps ending is down, whatever it said in between', () => {
  expect(judge({ ...usual, changes, crashes: 5, signs: signs('+') }, thresholds)).toEqual({
    verdict: 'down',
    reason: 'crash-loop',
    detail: { crashes: 5 },
    action: 'open-log',
  })
})

test.each([
  [null, 'check-now'],
  ['refused', 'check-now'],
  ['timeout', 'check-now'],
  ['command-missing', 'edit'],
  ['not-mcp', 'edit'],
  ['secret-missing', 'edit'],
  ['process-exited', 'open-log'],
] as const)('what helps a server that is down to %s is %s', (error, action) => {
  expect(judge({ ...usual, error, signs: signs('---') }, thresholds).action).toBe(action)
})

test.each([
  [{ blindness: 'offline' }, 'machine-offline'],
  [{ blindness: 'outage' }, 'outage'],
  [{ unseen: true }, 'asking-anew'],
] as const)('%o is unknown and for nobody to mend', (circumstances, reason) => {
  for (const text of ['', '+++', '---'])
    expect(judge({ ...usual, ...circumstances, changes, signs: signs(text) }, thresholds)).toEqual({
      verdict: 'unknown',
      reason,
      detail: {},
      action: 'wait',
    })
})

test('a threshold of one decides at once', () => {
  const quick = { ...thresholds, downAfter: 1, upAfter: 1, slowAfter: 1 }
  expect(judge(connected('+-'), quick).verdict).toBe('down')
  expect(judge(connected('-+'), quick).verdict).toBe('up')
  expect(judge(connected('s'), quick).verdict).toBe('slow')
})

test.each([
  ['lists', 'lists-failing'],
  ['calls', 'calls-failing'],
] as const)('a server whose %s fail is not up, however well it answers its checks', (trouble, reason) => {
  expect(judge({ ...connected('+++'), trouble }, thresholds)).toMatchObject({ verdict: 'slow', reason })
  expect(judge({ ...connected('+-'), trouble }, thresholds)).toMatchObject({ verdict: 'slow', reason })
  expect(judge({ ...connected('+---'), trouble }, thresholds)).toMatchObject({ verdict: 'down' })
})

test.each([
  ['+++', 'up'],
  ['', 'up'],
  ['---', 'unknown'],
])('one that sleeps after "%s" is %s, and never down', (text, verdict) => {
  const asleep = { ...connected(text), connection: 'asleep', unseen: true } as const
  expect(judge(asleep, thresholds)).toMatchObject({ verdict, reason: 'asleep', action: null })
})
