import { expect, test } from 'vitest'
import en from './text/en.json'
import zh from './text/zh.json'
import { languageOf, wordsIn } from './words'

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path} ${value.match(/\{\{\w+\}\}/g)?.toSorted() ?? ''}`]
  return Object.entries(value ?? {}).flatMap(([key, part]) => keysOf(part, `${path}.${key}`))
}

test('both languages have the same sentences with the same values', () => {
  expect(keysOf(zh).toSorted()).toEqual(keysOf(en).toSorted())
})

test.each([
  [['--lang', 'zh'], { LANG: 'en_US.UTF-8' }, 'zh'],
  [['servers', '--lang=en'], { LANG: 'zh_CN.UTF-8' }, 'en'],
  [[], { LC_ALL: 'zh_TW', LANG: 'en_US' }, 'zh'],
  [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
  [[], { LANG: 'C' }, 'en'],
  [[], {}, 'en'],
])('%j in %j speaks %s', (argv, env, language) => {
  expect(languageOf(argv, env)).toBe(language)
})

test('sentences take their values as they are', () => {
  expect(wordsIn('zh')('restore.done', { name: '<天气>' })).toBe('<天气> 回来了。')
})
