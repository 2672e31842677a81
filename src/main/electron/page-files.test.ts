import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageFiles } from './page-files'

describe('the files behind app://rollcall', () => {
  let root = ''
  let answer: ReturnType<typeof pageFiles>
  const get = (url: string, method = 'GET') => answer(new Request(url, { method }))

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'rollcall-page-'))
    mkdirSync(join(root, 'page', 'assets'), { recursive: true })
    writeFileSync(join(root, 'page', 'index.html'), '<title>Rollcall</title>')
    writeFileSync(join(root, 'page', 'assets', 'app.js'), 'export {}')
    writeFileSync(join(root, 'page', 'secret.key'), 'not a page')
    writeFileSync(join(root, 'outside.html'), 'outside')
    mkdirSync(join(root, 'page-beside'))
    writeFileSync(join(root, 'page-beside', 'index.html'), 'beside')
    answer = pageFiles(join(root, 'page'), 'rollcall')
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it('answers with the file, its type and the policy', async () => {
    const page = await get('app://rollcall/index.html')
    expect(await page.text()).toBe('<title>Rollcall</title>')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    const script = await get('app://rollcall/assets/app.js')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('shows the page at the bare address', async () => {
    expect((await get('app://rollcall/')).status).toBe(200)
    expect((await get('app://rollcall/index.html?x#y')).status).toBe(200)
  })

  it.each([
    'app://rollcall/../outside.html',
    'app://rollcall/..%2foutside.html',
    'app://rollcall/%2e%2e/outside.html',
    'app://rollcall/%2e%2e%2foutside.html',
    'app://rollcall/%252e%252e%252foutside.html',
    'app://rollcall/..%5coutside.html',
    'app://rollcall/assets/..%2f..%2foutside.html',
    'app://rollcall/..%2fpage-beside%2findex.html',
    'app://rollcall//etc/passwd',
    'app://rollcall/%2fetc/passwd',
    'app://rollcall/C:/Windows/win.ini',
    'app://rollcall/index.html%00.js',
    'app://rollcall/%E0%A4%A',
    'app://rollcall/missing.html',
    'app://rollcall/assets',
    'app://rollcall/assets/',
    'app://rollcall/secret.key',
    'app://elsewhere/index.html',
    `app://rollcall/${'a'.repeat(5_000)}.html`,
  ])('finds nothing at %s', async (url) => {
    const { status, headers } = await get(url)
    expect(status).toBe(404)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('takes no method that writes', async () => {
    expect((await get('app://rollcall/index.html', 'POST')).status).toBe(405)
    expect((await get('app://rollcall/index.html', 'DELETE')).status).toBe(405)
  })
})
