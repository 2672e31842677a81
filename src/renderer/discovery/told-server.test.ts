import { expect, it } from 'vitest'
import { toldServer } from './told-server'

it.each([
  ['https://mcp.linear.app/sse', 'linear'],
  ['http://localhost:8001/mcp', 'localhost-8001'],
  ['http://127.0.0.1:9/', 'localhost-9'],
  ['https://api.example.com/mcp', 'example'],
])('guesses the name in %s', (url, name) => {
  expect(toldServer(` ${url}\n`)).toEqual({ name, url })
})

it('takes a command line', () => {
  expect(toldServer('$ npx -y @me/mcp-server-files@2 /tmp')).toEqual({
    name: 'files',
    command: 'npx',
    args: ['-y', '@me/mcp-server-files@2', '/tmp'],
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
  '{"url":"https://a.test/"}',
  'http://localhost:1/a\nhttps://a.example/mcp',
  'cursor://anysphere.cursor-deeplink/mcp/install?name=a&config=e30=',
  'https://cursor.com/en/install-mcp?name=a&config=e30=',
  'https://insiders.vscode.dev/redirect/mcp/install?name=a&config=%7B%7D',
])('leaves %j to the core', (text) => {
  expect(toldServer(text)).toBeNull()
})
