import { expect, test } from 'vitest'
import type { Call, Turn } from '../../shared/contract/turns'
import { historyOf } from './history'

const call: Call = {
  kind: 'call',
  id: '0123456789',
  server: 'shop',
  tool: 'orders',
  arguments: { late: true },
  by: 'model',
  state: 'done',
  ask: null,
  allowedBy: 'approval',
  progress: null,
  elicitation: null,
  startedAt: null,
  durationMs: 1,
  result: {
    isError: false,
    content: [{ type: 'text', text: 'x'.repeat(10_000) }],
    bytes: 10_000,
    isCut: false,
    isCutForModel: false,
  },
  error: null,
  tried: [],
}

const turn = (
  question: string,
  parts: Turn['parts'] = [{ kind: 'text', text: `About ${question}.` }],
): Turn => ({
  id: question,
  at: '2026-11-28T12:00:00.000Z',
  question,
  state: 'done',
  llm_config: null,
  route: null,
  parts,
  error: null,
  usage: null,
  durationMs: 1,
})

test('the newest turns are told, as many as there is room for', () => {
  const turns = ['one', 'two', 'three'].map((question) => turn(question))
  expect(historyOf(turns, 10_000).messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'user',
    'assistant',
    'user',
    'assistant',
  ])
  expect(historyOf(turns, 40).messages.at(0)).toEqual({ role: 'user', content: 'three' })
  expect(historyOf(turns, 1).messages).toEqual([])
})

test('each call is followed by what came of it, shorter the longer it is ago', () => {
  const parts: Turn['parts'] = [
    { kind: 'reasoning', text: 'not told' },
    call,
    { ...call, id: '9876543210', state: 'denied', result: null },
    { kind: 'text', text: 'Two.' },
  ]
  const { messages, servers } = historyOf([turn('which', parts), turn('again', parts)], 100_000)
  expect(messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
    'assistant',
    'user',
    'assistant',
    'tool',
    'assistant',
  ])
  expect([...servers]).toEqual(['shop'])
  const [older = '', newer = ''] = messages
    .filter(({ role }) => role === 'tool')
    .map((message) => JSON.stringify(message))
  expect(older).toContain('(denied)')
  expect(older.length).toBeLessThan(1_500)
  expect(newer.length).toBeGreaterThan(6_000)
  expect(JSON.stringify(messages)).not.toContain('not told')
})

test('a question that got no answer is followed by word of that', () => {
  expect(historyOf([turn('hello', [])], 1_000).messages).toEqual([
    { role: 'user', content: 'hello' },
    { role: 'assistant', content: '(no answer)' },
  ])
})
