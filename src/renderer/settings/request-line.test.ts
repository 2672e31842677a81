import { expect, it } from 'vitest'
import { requestLine } from './request-line'

const api = 'http://127.0.0.1:8710'

it('reads the token where it lies instead of carrying it', () => {
  expect(requestLine({ api, file: '/home/a/api.json', platform: 'linux' })).toBe(
    `curl -sS -H "Authorization: Bearer $(sed -n 's/.*"token":"\\([^"]*\\)".*/\\1/p' '/home/a/api.json')" http://127.0.0.1:8710/api/servers`,
  )
  expect(requestLine({ api, file: 'C:\\a\\api.json', platform: 'win32' })).toContain(
    `(Get-Content -Raw 'C:\\a\\api.json' | ConvertFrom-Json).token`,
  )
})

it('lets no path end its quotes', () => {
  expect(requestLine({ api, file: "/home/o'neil/api.json", platform: 'darwin' })).toContain(
    `'/home/o'\\''neil/api.json'`,
  )
  expect(requestLine({ api, file: "C:\\o'neil\\api.json", platform: 'win32' })).toContain(
    `'C:\\o''neil\\api.json'`,
  )
})
