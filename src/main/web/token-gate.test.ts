import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { failuresPerMinute, newToken, TokenGate, tokenPattern } from './token-gate'

const codeOf = (work: () => void) => {
  try {
    work()
    return 'admitted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

test('admits its own token only', () => {
  const gate = new TokenGate('right', new TestClock())
  expect(codeOf(() => gate.admit('right'))).toBe('admitted')
  for (const wrong of [undefined, '', 'righ', 'Right', 'right ', 'wrong'])
    expect(codeOf(() => gate.admit(wrong))).toBe('unauthorized')
})

test('says too-many from the eleventh failure of a minute on, and forgets failures after one', async () => {
  const clock = new TestClock()
  const gate = new TokenGate('right', clock)
  const failures = Array.from({ length: failuresPerMinute }, () => codeOf(() => gate.admit('wrong')))
  expect(new Set(failures)).toEqual(new Set(['unauthorized']))
  expect(codeOf(() => gate.admit('wrong'))).toBe('too-many')
  expect(codeOf(() => gate.admit('right'))).toBe('admitted')
  await clock.advance(60_000)
  expect(codeOf(() => gate.admit('wrong'))).toBe('unauthorized')
})

test('makes tokens that fit a URL fragment and a subprotocol', () => {
  expect(newToken()).toMatch(tokenPattern)
})
