import { expect, test } from 'vitest'
import { judge, type Sign, type Standing } from './verdict'

const thresholds = { downAfter: 3, upAfter: 2, slowAfter: 3, slowAfterMs: 1_000 }

/** `+` passed, `s` passed slowly, `-` failed; oldest first. */
const signs = (text: string): Sign[] => [...text].map((mark) => ({ ok: mark !== '-', slow: mark === 's' }))

const connected = (text: string): Standing => ({ intent: 'on', connection: 'connected', signs: signs(text) })

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
  ['sss', 'slow', 'answering-slowly', { slowAfterMs: 1_000 }],
  ['sss+', 'up', 'answering', {}],
  ['sss-', 'up', 'failing-once', { failures: 1 }],
  ['ss+s', 'up', 'answering', {}],
  ['---sss', 'slow', 'answering-slowly', { slowAfterMs: 1_000 }],
])('"%s" is %s: %s', (text, verdict, reason, detail) => {
  expect(judge(connected(text), thresholds)).toEqual({ verdict, reason, detail })
})

test.each([
  [{ intent: 'off', connection: 'connected' }, 'switched-off'],
  [{ intent: 'on', connection: 'off' }, 'switched-off'],
  [{ intent: 'on', connection: 'needs-approval' }, 'needs-approval'],
  [{ intent: 'on', connection: 'needs-auth' }, 'needs-auth'],
] as const)('%o is unknown, whatever was seen before', (standing, reason) => {
  for (const text of ['', '+++', '---'])
    expect(judge({ ...standing, signs: signs(text) }, thresholds)).toEqual({
      verdict: 'unknown',
      reason,
      detail: {},
    })
})

test.each(['connecting', 'waiting', 'failed'] as const)('while %s the evidence decides', (connection) => {
  const standing = { intent: 'on', connection } as const
  expect(judge({ ...standing, signs: signs('---') }, thresholds).verdict).toBe('down')
  expect(judge({ ...standing, signs: signs('+') }, thresholds).verdict).toBe('up')
})
