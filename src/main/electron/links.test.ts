import { describe, expect, it } from 'vitest'
import { isOurs, openable } from './links'

describe('addresses that may leave Rollcall', () => {
  it.each([
    'https://example.com/a?b#c',
    'http://localhost:8001/mcp',
    'http://127.0.0.1:3000/',
    'http://[::1]:80/',
  ])('opens %s', (address) => expect(openable(address)?.href).toBe(new URL(address).href))

  it('shows a look-alike host in its ASCII form', () => {
    expect(openable('https://аpple.com/')?.host).toBe('xn--pple-43d.com')
  })

  it.each([
    'http://example.com/',
    'http://127.0.0.1.nip.io/',
    'http://localhost.evil.example/',
    'https://user:password@example.com/',
    'https://github.com@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-calculator:',
    'smb://host/share',
    'app://rollcall/index.html',
    'vscode://x',
    ' ',
    'example.com',
    `https://example.com/${'a'.repeat(3_000)}`,
  ])('does not open %s', (address) => expect(openable(address)).toBeUndefined())
})

describe('addresses of our own page', () => {
  it('knows its origin by its parts, not by how the text begins', () => {
    expect(isOurs('app://rollcall/index.html#x', 'app://rollcall')).toBe(true)
    expect(isOurs('app://rollcall.evil.example/', 'app://rollcall')).toBe(false)
    expect(isOurs('app://rollcall@evil.example/', 'app://rollcall')).toBe(false)
    expect(isOurs('app://user@rollcall/', 'app://rollcall')).toBe(false)
    expect(isOurs('https://rollcall/', 'app://rollcall')).toBe(false)
    expect(isOurs('', 'app://rollcall')).toBe(false)
  })
})
