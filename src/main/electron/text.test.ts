import { describe, expect, it } from 'vitest'
import { languageOf, shellText } from './text'

const keysOf = (text: object): string[] =>
  Object.entries(text).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value).map((inner) => `${key}.${inner}`) : [key],
  )

describe("the shell's words", () => {
  it('exist in both languages', () => {
    expect(keysOf(shellText('zh'))).toEqual(keysOf(shellText('en')))
  })

  it('follow the first language of the person that Rollcall speaks', () => {
    expect(languageOf(['de-DE', 'zh-Hans-CN', 'en-US'])).toBe('zh')
    expect(languageOf(['en-GB', 'zh-CN'])).toBe('en')
    expect(languageOf(['fr-FR'])).toBe('en')
    expect(languageOf([])).toBe('en')
  })
})
