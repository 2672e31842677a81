import { expect, test } from 'vitest'
import { RegistrationDocument, toRegistration } from '../../shared/contract/registration'
import { isRemote } from './remote'

test.each([
  [{ url: 'https://mcp.example.com/mcp' }, true],
  [{ url: 'http://192.168.1.4:8000/mcp' }, true],
  [{ url: 'http://[2001:db8::1]/mcp' }, true],
  [{ url: 'http://localhost.example.com/mcp' }, true],
  [{ url: 'http://localhost:8000/mcp' }, false],
  [{ url: 'http://api.localhost/mcp' }, false],
  [{ url: 'http://127.0.0.2/mcp' }, false],
  [{ url: 'http://0x7f.1/mcp' }, false],
  [{ url: 'http://[::1]:8000/mcp' }, false],
  [{ url: 'http://[::ffff:127.0.0.1]/mcp' }, false],
  [{ command: 'node' }, false],
])('%j is on another machine: %s', (target, expected) => {
  expect(isRemote(toRegistration(RegistrationDocument.parse({ name: 'a', ...target })))).toBe(expected)
})
