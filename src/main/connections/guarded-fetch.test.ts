import { expect, test } from 'vitest'
import { homeHeaders } from './guarded-fetch'

const home = {
  address: 'https://mcp.example/mcp',
  headers: { 'X-API-Key': 's3cret', authorization: 'Bearer s3cret' },
}
const sent = (address: string, headers: Record<string, string>) =>
  Object.fromEntries(homeHeaders(new URL(address), new Headers(headers), home))

test('T49: what is registered for a server goes to its origin only', () => {
  const all = { 'x-api-key': 's3cret', authorization: 'Bearer s3cret', accept: 'application/json' }
  expect(sent('https://mcp.example/.well-known/oauth-protected-resource', all)).toEqual(all)
  for (const elsewhere of [
    'https://auth.example/token',
    'http://mcp.example/mcp',
    'https://mcp.example:8443/mcp',
  ])
    expect(sent(elsewhere, all)).toEqual({ accept: 'application/json' })
})

test('a header made for the other origin itself stays', () => {
  const own = { authorization: 'Basic Y2xpZW50' }
  expect(sent('https://auth.example/token', { ...own, 'X-API-Key': 's3cret' })).toEqual(own)
})
