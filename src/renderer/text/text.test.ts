import { describe, expect, it } from 'vitest'
import sharedEn from '../../shared/text/en.json'
import sharedZh from '../../shared/text/zh.json'
import en from './en.json'
import zh from './zh.json'

type Texts = { readonly [key: string]: string | Texts }

function flat(texts: Texts, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : flat(value, `${path}${key}.`),
  )
}

/** Chinese has one plural form, English two. */
const singular = (key: string) => key.endsWith('_one')
const gaps = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(([, name]) => name).sort()
const hasLetters = (text: string) => /\p{L}/u.test(text.replaceAll(/\{\{[\w, ]+\}\}/g, ''))

describe.each([
  ['of the window', en, zh],
  ['of both sides', sharedEn, sharedZh],
])('The texts %s', (_name, english, chinese) => {
  const ours = new Map(flat(english).filter(([key]) => !singular(key)))
  const theirs = new Map(flat(chinese))

  it('have the same keys in both languages', () => {
    expect([...theirs.keys()].sort()).toEqual([...ours.keys()].sort())
  })

  it('have the same gaps to fill in both languages', () => {
    for (const [key, text] of ours) expect([key, gaps(theirs.get(key) ?? '')]).toEqual([key, gaps(text)])
  })

  it('are written in Chinese where they are Chinese', () => {
    const latin = [...theirs].filter(
      ([key, text]) => hasLetters(text) && !/\p{Script=Han}/u.test(text) && ours.get(key) !== text,
    )
    expect(latin).toEqual([])
  })
})
