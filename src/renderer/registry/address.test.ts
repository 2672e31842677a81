import { expect, it } from 'vitest'
import { addressOf, commandLine, transportTried } from './address'

it('shows the URL, or the command that starts the server', () => {
  expect(addressOf({ url: 'http://localhost:8001/mcp' })).toBe('http://localhost:8001/mcp')
  expect(addressOf({ command: 'npx', args: ['-y', 'image-mcp'] })).toBe('stdio: npx -y image-mcp')
})

it('quotes what a shell would split', () => {
  expect(commandLine('cat', ["it's here", '', '$HOME'])).toBe(`cat 'it'\\''s here' '' '$HOME'`)
})

it('makes characters visible that would hide or reorder a command', () => {
  expect(commandLine('rm', ['a\u202Eb', 'c\nd', 'e\u200Bf'])).toBe(
    String.raw`rm 'a\u202eb' 'c\u000ad' 'e\u200bf'`,
  )
})

it('names the transport that is tried first, for a server that is not connected', () => {
  expect(transportTried({ command: 'npx' })).toBe('stdio')
  expect(transportTried({ url: 'http://localhost:9000/sse' })).toBe('sse')
  expect(transportTried({ url: 'http://localhost:8001/mcp' })).toBe('http')
})
