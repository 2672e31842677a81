import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { Fault } from '../../shared/contract/fault'
import { RegistrationDocument } from '../../shared/contract/registration'
import en from './en.json'
import { startText } from './language'
import {
  checkSentence,
  connectionSentence,
  issueSentence,
  reasonSentence,
  refusalSentence,
} from './sentences'

const issue = {
  severity: 'error' as const,
  code: 'invalid-entry' as const,
  message: 'servers[0].url is not a valid URL.',
  detail: { field: 'servers[0].url', reason: 'is not a valid URL' },
  line: 3,
  column: 5,
  field: 'servers[0].url',
  server: 'a',
  excerpt: null,
  mark: null,
}

beforeAll(() => startText('zh'))

describe('In Chinese', () => {
  it('a refusal is told by its code and values', () => {
    const { code, message, detail } = new Fault('name-taken', 'A server named “a” exists.', { server: 'a' })
    expect(refusalSentence({ code, message, detail })).toBe(
      '名为“a”的服务器已存在。请换个名称，或修改原有的那个。',
    )
  })

  it('a sentence whose values are missing falls back to the one of the core', () => {
    expect(connectionSentence({ code: 'refused', message: 'Nothing listens there.', detail: {} })).toBe(
      'Nothing listens there.',
    )
  })

  it('a failed check is told by the values its English sentence has', () => {
    expect(checkSentence({ code: 'http-status', message: 'http://a/ answered with HTTP 503.' })).toBe(
      connectionSentence({
        code: 'http-status',
        message: '',
        detail: { address: 'http://a/', status: '503' },
      }),
    )
    expect(checkSentence({ code: 'refused', message: 'Something else.' })).toBe('没有程序在监听')
    expect(checkSentence({ code: 'of-later', message: 'Unknown.' })).toBe('Unknown.')
  })

  it('the reason inside a sentence is translated, too', () => {
    expect(issueSentence(issue)).toBe('servers[0].url：不是有效的 URL。')
  })
})

it('every refusal of the registration’s own has a translation', () => {
  const inputs = [
    { name: 'a', url: 'ftp://x' },
    { name: 'a', url: 'http://u:p@x/' },
    { name: 'a', url: 'http://x:0/' },
    { name: 'a', url: 'http://0.0.0.0/' },
    { name: 'a', url: 'http://x/ y' },
    { name: ' a', url: 'http://x/' },
    { name: 'a\u0000', url: 'http://x/' },
    { name: 'a' },
    { name: 'a', url: 'http://x/', command: 'y' },
    { name: 'a', command: '\\\\server\\share' },
    { name: 'a', type: 'stdio', url: 'http://x/' },
    { name: 'a', type: 'sse', command: 'x' },
  ]
  for (const input of inputs) {
    const { error } = RegistrationDocument.safeParse(input)
    for (const { message } of error?.issues ?? []) expect(reasonSentence(message)).toMatch(/\p{Script=Han}/u)
  }
  expect(i18next.exists('reason.has-port-0')).toBe(true)
  expect(Object.keys(en.reason).length).toBeGreaterThan(20)
})
