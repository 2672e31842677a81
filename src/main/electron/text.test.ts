import { describe, expect, it } from 'vitest'
import { menuTemplate } from './menu'
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

describe('the application menu', () => {
  const actions = { showLog: () => {}, openDataFolder: () => {} }
  const labels = (platform: NodeJS.Platform, development = false) =>
    menuTemplate({ platform, text: shellText('en').menu, development, actions }).map(({ label }) => label)
  const inside = (platform: NodeJS.Platform, development: boolean) =>
    JSON.stringify(menuTemplate({ platform, text: shellText('zh').menu, development, actions }))

  it('has the app menu on macOS only', () => {
    expect(labels('darwin')).toEqual(['Rollcall', 'File', 'Edit', 'View', 'Window', 'Help'])
    expect(labels('linux')).toEqual(['File', 'Edit', 'View', 'Window', 'Help'])
    expect(labels('win32')).toEqual(['File', 'Edit', 'View', 'Window', 'Help'])
  })

  it('quits from the app menu on macOS, from File elsewhere, in the language asked for', () => {
    for (const platform of ['darwin', 'linux', 'win32'] as const)
      expect(inside(platform, false)).toContain('"role":"quit","label":"退出 Rollcall"')
  })

  it('offers developer tools in development only', () => {
    expect(inside('linux', true)).toContain('toggleDevTools')
    expect(inside('linux', false)).not.toContain('toggleDevTools')
  })
})
