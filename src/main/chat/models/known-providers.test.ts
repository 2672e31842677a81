import { expect, test } from 'vitest'
import { modelErrorCodes } from '../../../shared/contract/models'
import en from '../../../shared/text/en.json'
import zh from '../../../shared/text/zh.json'
import { addressesOf } from './addresses'
import { ProviderKind, providerKinds } from './known-providers'
import { isPrivateHost, isPrivateName } from './private-host'

test.each(providerKinds)('$kind is described whole, with addresses that can be asked', (kind) => {
  expect(ProviderKind.parse(kind)).toEqual(kind)
  for (const url of [kind.baseUrl, ...kind.otherUrls].filter((each) => each !== '')) {
    const whole = url.replaceAll(/\{\w+\}/gu, 'mine')
    expect(addressesOf(whole, kind.wire)[0]).toBe(whole)
  }
  expect(kind.keyPage !== null).toBe(kind.needsKey)
  if (kind.quirks?.fixedTemperature)
    expect(() => new RegExp(kind.quirks?.fixedTemperature ?? '', 'u')).not.toThrow()
})

test('each kind has a name of its own', () => {
  expect(new Set(providerKinds.map(({ kind }) => kind)).size).toBe(providerKinds.length)
})

test.each([
  ['English', en],
  ['Chinese', zh],
])('every reason why a model did not answer has a sentence and an advice in %s', (_, texts) => {
  expect(Object.keys(texts.model)).toEqual([...modelErrorCodes])
  expect(Object.keys(texts.modelAdvice)).toEqual([...modelErrorCodes])
})

test.each([
  ['https://api.example.com', ['https://api.example.com', 'https://api.example.com/v1']],
  ['api.example.com/v1/', ['https://api.example.com/v1']],
  ['localhost:11434', ['http://localhost:11434', 'http://localhost:11434/v1']],
  ['http://gpu-box:8000/v1/chat/completions', ['http://gpu-box:8000/v1']],
  ['https://a.example/openai/', ['https://a.example/openai', 'https://a.example/openai/v1']],
  ['https://a.example/proxy#', ['https://a.example/proxy']],
  ['https://a.example/v1beta/openai', ['https://a.example/v1beta/openai']],
])('%s may mean %j', (typed, addresses) => {
  expect(addressesOf(typed, 'compatible')).toEqual(addresses)
})

test.each([
  'localhost',
  '127.0.0.2',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.5',
  '100.100.1.1',
  '[::1]',
  '[fd12::1]',
  'gpu-box',
  'nas.local',
])('%s is in a private network', async (host) => {
  expect(isPrivateName(host)).toBe(true)
  expect(await isPrivateHost(host)).toBe(true)
})

test.each(['8.8.8.8', '172.32.0.1', '[2001:db8::1]', '127.0.0.1.example.invalid', 'nowhere.invalid'])(
  '%s is not',
  async (host) => {
    expect(isPrivateName(host)).toBe(false)
    expect(await isPrivateHost(host)).toBe(false)
  },
)
