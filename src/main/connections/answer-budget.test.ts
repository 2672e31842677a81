import { expect, test } from 'vitest'
import { answerMax } from '../../shared/contract/resources'
import { AnswerBudget } from './answer-budget'

test('texts share the room there is, in order', () => {
  const budget = new AnswerBudget()
  expect(budget.text('a'.repeat(answerMax.text - 2))).toMatchObject({ cut: false })
  expect(budget.text('bcd')).toEqual({ text: 'bc', cut: true })
  expect(budget.text('e')).toEqual({ text: '', cut: true })
  expect(budget.text('')).toEqual({ text: '', cut: false })
})

test('no character is cut in half', () => {
  const budget = new AnswerBudget()
  budget.text('a'.repeat(answerMax.text - 1))
  expect(budget.text('😀')).toEqual({ text: '', cut: true })
})

test('a blob that is too large leaves its room to those after it', () => {
  const budget = new AnswerBudget()
  const large = Buffer.alloc(answerMax.bytes + 1).toString('base64')
  expect(budget.blob(large)).toEqual({ size: answerMax.bytes + 1, cut: true })
  expect(budget.blob('AAAA')).toEqual({ blob: 'AAAA', size: 3, cut: false })
})
