import { describe, expect, test } from 'vitest'
import { doctorCodes, doctorFacts, doctorSteps } from '../src/shared/contract/doctor'
import en from '../src/shared/text/en.json'
import helpEn from '../src/shared/text/help/en.json'
import helpZh from '../src/shared/text/help/zh.json'
import zh from '../src/shared/text/zh.json'

const parts = ['means', 'causes', 'help']

describe.each([
  ['English', en, helpEn],
  ['Chinese', zh, helpZh],
])('in %s', (language, texts, help) => {
  test('every code has a sentence and one advice', () => {
    const codes = [...doctorCodes].toSorted()
    expect(Object.keys({ ...texts.connection, ...texts.doctor.sentence }).toSorted()).toEqual(codes)
    expect(Object.keys({ ...texts.advice, ...texts.doctor.advice }).toSorted()).toEqual(codes)
  })

  test('every code has a help text of a few short paragraphs', () => {
    expect(Object.keys(help).toSorted()).toEqual([...doctorCodes].toSorted())
    for (const [code, text] of Object.entries(help)) {
      expect(Object.keys(text), code).toEqual(parts)
      for (const paragraph of Object.values(text)) {
        expect(paragraph.trim(), code).toBe(paragraph)
        expect(paragraph.length, code).toBeLessThan(420)
        expect(/\p{Script=Han}/u.test(paragraph), code).toBe(language === 'Chinese')
      }
    }
  })

  test('every step and every fact has a name', () => {
    expect(Object.keys(texts.doctor.step)).toEqual([...doctorSteps])
    expect(Object.keys(texts.doctor.fact)).toEqual([...doctorFacts])
  })
})
