import { expect, it } from 'vitest'
import { addedTokens, splitTokens, suggestionsFor } from './tokens'

it('a separator of any script ends a token', () => {
  expect(splitTokens('api, 天气，da')).toEqual({ whole: ['api', ' 天气'], rest: 'da' })
  expect(splitTokens(' x')).toEqual({ whole: [], rest: 'x' })
})

it('tokens are added each once, trimmed and no longer than allowed', () => {
  expect(addedTokens(['a'], ' b、a;\nlong name,', 4)).toEqual(['a', 'b', 'long'])
})

it('what begins with the text is offered first, and nothing that is there already', () => {
  const known = ['rapid', 'api', 'apiary', 'db'].map((value) => ({ value, count: 1 }))
  expect(suggestionsFor(known, ['apiary'], 'API').map(({ value }) => value)).toEqual(['api', 'rapid'])
  expect(suggestionsFor(known, [], '').map(({ value }) => value)).toEqual(['rapid', 'api', 'apiary', 'db'])
})
