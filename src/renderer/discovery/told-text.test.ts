import { expect, it } from 'vitest'
import { fileOfText, readText } from './told-text'

it('takes JSON as it is, and leaves what is wrong in it to the preview', () => {
  expect(readText(' {"mcpServers": {}}\n')).toEqual({ kind: 'json', text: '{"mcpServers": {}}' })
  expect(readText('{"servers": [')).toMatchObject({ kind: 'json' })
  expect(readText('// ours\n{}')).toMatchObject({ kind: 'json' })
})

it.each([
  ['https://mcp.linear.app/sse', 'linear'],
  ['http://localhost:8001/mcp', 'localhost-8001'],
  ['http://127.0.0.1:9/', 'localhost-9'],
  ['https://api.example.com/mcp', 'example'],
])('guesses the name in %s', (url, name) => {
  expect(readText(url)).toEqual({ kind: 'servers', servers: [{ name, url }] })
})

it('takes several lines of addresses and commands, each name once', () => {
  const told = readText(
    'http://localhost:1/a\nhttps://a.example/mcp\n\n# note\n$ npx -y @me/mcp-server-files@2 /tmp',
  )
  expect(told).toEqual({
    kind: 'servers',
    servers: [
      { name: 'a', url: 'http://localhost:1/a' },
      { name: 'a-2', url: 'https://a.example/mcp' },
      { name: 'files', command: 'npx', args: ['-y', '@me/mcp-server-files@2', '/tmp'] },
    ],
  })
  const file = fileOfText('http://localhost:1/a', 'text')
  expect(JSON.parse(file?.text ?? '')).toEqual({
    servers: [{ name: 'a', url: 'http://localhost:1/a' }],
  })
})

it.each([
  '',
  '   ',
  'Hello there',
  'rm -rf /',
  'ftp://example.com/',
  'javascript:alert(1)',
  'see https://a.test/ x',
  'npx',
])('names no server in %j', (text) => {
  expect(readText(text)).toBeNull()
  expect(fileOfText(text, 'text')).toBeNull()
})
