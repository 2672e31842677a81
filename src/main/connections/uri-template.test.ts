import { describe, expect, test } from 'vitest'
import { variablesOf } from './uri-template'

describe('the variables of a template', () => {
  test.each([
    ['notes://all', []],
    ['notes://{year}/{month}', ['year', 'month']],
    [
      '{+base}/x{#part}{.ext}{/path*}{;a,b}{?q,page:3}{&more}',
      'base part ext path a b q page more'.split(' '),
    ],
    ['{a}{a,b}', ['a', 'b']],
    ['{}{,}{ a }', ['a']],
    ['{unclosed', []],
  ])('of %s', (template, names) => {
    expect(variablesOf(template)).toEqual(names)
  })

  test('are 64 at most', () => {
    const many = Array.from({ length: 500 }, (_, index) => `{v${index}}`).join('')
    expect(variablesOf(many)).toHaveLength(64)
  })
})
