import { expect, test } from 'vitest'
import type { Conversation } from '../../shared/contract/chat'
import type { Turn } from '../../shared/contract/turns'
import { applyEvent } from './apply-event'

const at = '2026-11-28T10:00:00.000Z'

function aTurn(id: string, text = ''): Turn {
  return {
    id,
    at,
    question: 'What?',
    state: 'running',
    llm_config: null,
    route: null,
    parts: [{ kind: 'text', text }],
    error: null,
    usage: null,
    durationMs: null,
  }
}

const conversation: Conversation = {
  id: 'one',
  title: 'What?',
  createdAt: at,
  changedAt: at,
  llm_config: 'default',
  scope: { match: 'any', pinned: [] },
  tokens: 0,
  state: 'running',
  turns: [aTurn('a', 'Before.'), aTurn('b', 'He')],
  earlier: 0,
}

test('text grows in the last turn, and the turns before stay the very same', () => {
  const next = applyEvent(conversation, { kind: 'text', turn: 'b', part: 0, at: 2, text: 'llo' })
  expect(next?.turns[1]?.parts).toEqual([{ kind: 'text', text: 'Hello' }])
  expect(next?.turns[0]).toBe(conversation.turns[0])
})

test('text that was heard already is not heard twice', () => {
  const next = applyEvent(conversation, { kind: 'text', turn: 'b', part: 0, at: 1, text: 'ello' })
  expect(next?.turns[1]?.parts).toEqual([{ kind: 'text', text: 'Hello' }])
})

test.each([
  ['a gap', { turn: 'b', part: 0, at: 9 }],
  ['another turn', { turn: 'a', part: 0, at: 0 }],
  ['a part that is not there', { turn: 'b', part: 3, at: 0 }],
])('after %s it is followed from anew', (_, place) => {
  expect(applyEvent(conversation, { kind: 'text', text: 'x', ...place })).toBeNull()
})

test('a turn takes the place of the one of its id, or comes last', () => {
  const done = { ...aTurn('a', 'After.'), state: 'done' as const }
  expect(applyEvent(conversation, { kind: 'turn', turn: done })?.turns).toEqual([done, conversation.turns[1]])
  expect(applyEvent(conversation, { kind: 'turn', turn: aTurn('c') })?.turns).toHaveLength(3)
})

test('a summary changes all but the turns', () => {
  const { turns, earlier: _, ...rest } = conversation
  const summary = { ...rest, title: 'Other', state: 'idle' as const, turns: 2 }
  const next = applyEvent(conversation, { kind: 'summary', summary })
  expect(next).toMatchObject({ title: 'Other', state: 'idle' })
  expect(next?.turns).toBe(turns)
})
