import { describe, expect, it } from 'vitest'
import { documentOf, draftOf, emptyDraft, patchOf, problemsOf } from './draft'

const http = { ...emptyDraft, name: 'weather', url: 'http://localhost:8001/mcp' }
const kept = { name: 'weather', url: 'http://localhost:8001/mcp' }
const stored = `\${secret:abc}`
const command = { ...emptyDraft, kind: 'command' as const, name: 'files', command: 'npx' }

describe('documentOf', () => {
  it('leaves out what was left empty', () => {
    expect(documentOf(http)).toEqual({
      name: 'weather',
      url: 'http://localhost:8001/mcp',
      priority: 0,
      auto_connect: true,
    })
  })

  it('takes one argument a line, spaces and all, and forgets empty lines at the end', () => {
    expect(documentOf({ ...command, args: '-y\nserver files\n\n' })).toMatchObject({
      args: ['-y', 'server files'],
    })
  })

  it('keeps nothing of the kind that was not chosen', () => {
    const document = documentOf({
      ...command,
      url: 'http://left.over/',
      headers: [{ id: 0, key: 'A', value: 'b' }],
    })
    expect(document).not.toHaveProperty('url')
    expect(document).not.toHaveProperty('headers')
  })

  it('reads tags separated by Western or Chinese commas, each once', () => {
    expect(documentOf({ ...http, tags: 'api, 天气，api、 data' })).toMatchObject({
      tags: ['api', '天气', 'data'],
    })
  })
})

describe('problemsOf', () => {
  it('finds nothing wrong with a complete registration', () => {
    expect(problemsOf(http).size).toBe(0)
    expect(problemsOf(command).size).toBe(0)
  })

  it('names the field for each thing wrong', () => {
    const found = problemsOf({ ...http, name: '', url: 'ftp://x', priority: 'high' })
    expect(found.get('name')?.code).toBe('required')
    expect(found.get('url')?.message).toContain('http://')
    expect(found.get('priority')?.code).toBe('number')
  })

  it('says why a header cannot have its name', () => {
    const found = problemsOf({ ...http, headers: [{ id: 0, key: 'not a header', value: 'x' }] })
    expect(found.get('headers')?.message).toBe('is not a header name')
  })
})

describe('patchOf', () => {
  it('sends nothing when nothing changed', () => {
    const draft = draftOf({ ...kept, tags: ['a'], headers: { Authorization: stored } })
    expect(patchOf(draft, draft)).toEqual({})
  })

  it('sends what changed, and null for what was taken away', () => {
    const before = draftOf({ ...kept, tags: ['a'], description: 'old' })
    expect(patchOf(before, { ...before, tags: '', description: 'new' })).toEqual({
      tags: null,
      description: 'new',
    })
  })

  it('sends a stored secret back as the reference it is', () => {
    const before = draftOf({ ...kept, headers: { Authorization: stored } })
    const after = { ...before, headers: [...before.headers, { id: 9, key: 'X-New', value: '1' }] }
    expect(patchOf(before, after)).toEqual({ headers: { Authorization: stored, 'X-New': '1' } })
  })
})
