import { expect, test } from 'vitest'
import { endpoints } from './http'

const order = (...args: Parameters<typeof endpoints>) =>
  endpoints(...args).map(({ kind, address }) => `${kind} ${address}`)

test('an address with a path is taken as it is, in either transport', () => {
  expect(order('http://host/mcp?key=1', 'http', {}, null)).toEqual([
    'http http://host/mcp?key=1',
    'sse http://host/mcp?key=1',
  ])
})

test('one without a path is tried as given, then where servers usually are', () => {
  expect(order('http://host:8001', 'http', {}, null)).toEqual([
    'http http://host:8001',
    'http http://host:8001/mcp',
    'sse http://host:8001/sse',
    'sse http://host:8001',
  ])
})

test('where the old transport is meant it goes first', () => {
  expect(order('http://host/sse', 'sse', {}, null)).toEqual(['sse http://host/sse', 'http http://host/sse'])
})

test('what answered last time goes before everything else', () => {
  const answered = { kind: 'sse', address: 'http://host/sse' } as const
  expect(order('http://host', 'http', {}, answered)[0]).toBe('sse http://host/sse')
  expect(order('http://host', 'http', {}, answered)).toHaveLength(4)
})
