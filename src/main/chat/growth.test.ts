import { expect, test } from 'vitest'
import type { Turn } from '../../shared/contract/turns'
import { growthOf } from './growth'

const turn: Turn = {
  id: 't',
  at: '2026-11-28T12:00:00.000Z',
  question: 'q',
  state: 'running',
  llm_config: null,
  route: null,
  parts: [
    { kind: 'search', query: 'x', found: [] },
    { kind: 'text', text: 'Hel' },
  ],
  error: null,
  usage: null,
  durationMs: null,
}
const [search] = turn.parts
if (!search) throw new Error('there is one')

test('a text that grew is told by what was added to it', () => {
  expect(growthOf(turn, { ...turn, parts: [search, { kind: 'text', text: 'Hello' }] })).toEqual([
    { kind: 'text', turn: 't', part: 1, at: 3, text: 'lo' },
  ])
  expect(growthOf(turn, { ...turn })).toEqual([])
})

test('any other change is told by the whole turn', () => {
  for (const change of [
    { state: 'done' as const },
    { parts: [...turn.parts, { kind: 'text' as const, text: '' }] },
    { parts: [search, { kind: 'text' as const, text: 'Bye' }] },
    { parts: [search, { kind: 'reasoning' as const, text: 'Hello' }] },
    { parts: [{ ...search }, ...turn.parts.slice(1)] },
  ])
    expect(growthOf(turn, { ...turn, ...change })).toBeNull()
})
