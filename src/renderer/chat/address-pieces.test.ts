import { expect, test } from 'vitest'
import { piecesOf } from './address-pieces'
import { isWebAddress } from './web-address'

test.each([
  ['https://login.example.co.uk/a?b=1', 'example.co.uk'],
  ['https://bank.com@evil.example/', 'evil.example'],
  ['https://evil.example/https://bank.com/', 'evil.example'],
  ['https://user:evil.example@evil.example:8443/evil.example', 'evil.example'],
  ['https://me.github.io/x', 'me.github.io'],
  ['http://127.0.0.1:8080/', '127.0.0.1'],
  ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
])('of %s answers %s', (address, domain) => {
  const pieces = piecesOf(address)
  expect(pieces.domain).toBe(domain)
  expect(pieces.before + pieces.domain + pieces.after).toBe(new URL(address).href)
  expect(pieces.before.slice(new URL(address).origin.length)).not.toContain('?')
})

test('only web pages are addresses one can go to', () => {
  expect(isWebAddress('https://a.example')).toBe(true)
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'mailto:a@b.c',
    'x',
    '',
  ])
    expect(isWebAddress(address)).toBe(false)
})
