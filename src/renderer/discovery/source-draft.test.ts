import { describe, expect, test } from 'vitest'
import { emptyDraft, inputOf, problemOf, type SourceDraft } from './source-draft'

const draft = (part: Partial<SourceDraft>): SourceDraft => ({ ...emptyDraft, ...part })

describe('a source being filled in', () => {
  test('says only what was given; the rest is left to Rollcall', () => {
    expect(inputOf(draft({ path: ' "/home/me/my servers.json" ' }))).toEqual({
      type: 'file_watch',
      path: '/home/me/my servers.json',
    })
    expect(inputOf(draft({ type: 'multicast' }))).toEqual({ type: 'multicast', service: '_mcp._tcp' })
  })

  test('of an address takes headers that have a name, and the bearer token', () => {
    const headers = [
      { id: 0, key: ' X-Tenant ', value: 'north' },
      { id: 1, key: '', value: 'left over' },
    ]
    const given = { type: 'http_polling', url: 'https://a.test/list', bearer: ' t0ken ', headers } as const
    expect(inputOf(draft({ ...given, name: ' lab ', intervalMs: '5000', policy: 'list' }))).toEqual({
      type: 'http_polling',
      url: 'https://a.test/list',
      bearer: 't0ken',
      headers: { 'X-Tenant': 'north' },
      name: 'lab',
      intervalMs: 5_000,
      policy: 'list',
    })
  })

  test.each([
    [{ path: '' }, 'required'],
    [{ path: 'servers.json' }, 'path'],
    [{ path: '~/conf/*.json' }, null],
    [{ path: 'C:\\conf\\servers.json' }, null],
    [{ type: 'http_polling', url: 'example.test' }, 'url'],
    [{ type: 'http_polling', url: 'file:///etc/passwd' }, 'url'],
    [{ type: 'http_polling', url: 'https://example.test' }, null],
    [{ type: 'multicast', service: 'mcp' }, 'service'],
    [{ type: 'multicast', service: '_dcc-mcp._tcp' }, null],
  ] as const)('of %j the problem is %s', (part, problem) => {
    expect(problemOf(draft(part as Partial<SourceDraft>))).toBe(problem)
  })
})
