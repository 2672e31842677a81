import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DoctorStep, doctorCodes, type Examination } from '../../../shared/contract/doctor'
import { startText } from '../../text/language'
import { fixFor } from './doctor-fix'
import { adviceFor, findingSentence } from './doctor-sentences'
import { examinationText } from './doctor-text'

const step = (given: Partial<DoctorStep> & Pick<DoctorStep, 'step'>): DoctorStep => ({
  outcome: 'ok',
  durationMs: 3,
  found: null,
  facts: {},
  lines: [],
  finding: null,
  ...given,
})

const examination: Examination = {
  server: 'billing',
  startedAt: '2026-11-28T07:00:00.000Z',
  outcome: 'failed',
  steps: [
    step({ step: 'dns', found: 'dns', facts: { addresses: '127.0.0.1' } }),
    step({
      step: 'tls',
      outcome: 'failed',
      facts: { issuer: 'Nobody', validTo: '2026-11-01T00:00:00.000Z' },
      finding: {
        code: 'tls-expired',
        message: 'The certificate of a.test has expired (2026-11-01).',
        detail: { host: 'a.test', validTo: '2026-11-01T00:00:00.000Z' },
      },
    }),
    step({ step: 'http', outcome: 'not-reached', durationMs: null, lines: ['last words'] }),
  ],
}

beforeAll(() => startText('en'))

describe('an examination as text', () => {
  it('has each step with its outcome, its facts, and what is wrong with its code', async () => {
    await i18next.changeLanguage('en')
    const lines = examinationText(examination).split('\n')
    expect(lines[0]).toMatch(/^billing · Nov 28, 2026/u)
    expect(lines).toContain('[fine] Name (DNS) · 127.0.0.1 · 3 ms')
    expect(lines).toContain('[failed] Certificate (TLS) · 3 ms')
    expect(lines.join('\n')).toMatch(/The certificate of a\.test has expired \(.+2026.+\)\. \(tls-expired\)/u)
    expect(lines).toContain('    Issued by: Nobody')
    expect(lines).toContain('[not reached] HTTP answer')
    expect(lines).toContain('    | last words')
  })

  it('is in the language of the window', async () => {
    await i18next.changeLanguage('zh')
    expect(examinationText(examination)).toContain('[失败] 证书（TLS） · 3 毫秒')
    expect(examinationText(examination)).toContain('a.test 的证书已过期')
    await i18next.changeLanguage('en')
  })
})

it.each(['en', 'zh'])('every code has its advice in %s', async (language) => {
  await i18next.changeLanguage(language)
  for (const code of doctorCodes) expect(adviceFor(code), code).not.toBe('')
  await i18next.changeLanguage('en')
})

it('a value the core did not send leaves the sentence it did', () => {
  expect(findingSentence({ code: 'refused', message: 'Nothing listens.', detail: {} })).toBe(
    'Nothing listens.',
  )
})

describe('the fix', () => {
  const found = (code: (typeof doctorCodes)[number], detail = {}) => ({ code, message: '', detail })
  it.each([
    ['needs-approval', { kind: 'tab', tab: 'overview' }],
    ['web-page', { kind: 'edit', place: 'url', label: 'url' }],
    ['auth-required', { kind: 'edit', place: 'headers', label: 'headers' }],
    ['timeout', undefined],
  ] as const)('for %s', (code, fix) => {
    expect(fixFor(found(code), false)).toEqual(fix)
  })

  it('leads to the secret that is missing', () => {
    const fix = fixFor(found('secret-missing', { field: 'env.API_KEY' }), true)
    expect(fix).toEqual({ kind: 'edit', place: 'env', label: 'secret' })
  })

  it('of a command is never an address', () => {
    expect(fixFor(found('not-mcp'), true)).toEqual({ kind: 'edit', place: 'command', label: 'command' })
  })
})
