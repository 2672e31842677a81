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

  it('has what is seldom set only where it is set', () => {
    const rare = { timeout: '2.5', retries: '3', metadata: '{"team": "data"}', transport: 'sse' as const }
    expect(documentOf({ ...http, ...rare, tags: ['api', '天气'] })).toMatchObject({
      type: 'sse',
      timeout: 2.5,
      retry_count: 3,
      metadata: { team: 'data' },
      tags: ['api', '天气'],
    })
    expect(documentOf({ ...command, ...rare })).not.toHaveProperty('type')
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

  it('says what numbers and JSON are asked for', () => {
    const found = problemsOf({ ...http, timeout: 'soon', retries: '1.5', metadata: '[1]' })
    const codes = ['timeout', 'retry_count', 'metadata'].map((field) => found.get(field)?.code)
    expect(codes).toEqual(['seconds', 'number', 'object'])
    expect(problemsOf({ ...http, timeout: '0' }).get('timeout')?.code).toBe('seconds')
    expect(problemsOf({ ...http, metadata: '{' }).get('metadata')?.code).toBe('object')
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
    expect(patchOf(before, { ...before, tags: [], description: 'new' })).toEqual({
      tags: null,
      description: 'new',
    })
  })

  it('leaves alone what the form cannot show, and another spelling of the transport', () => {
    const before = draftOf({
      ...kept,
      type: 'streamable-http',
      metadata: { a: [1] },
      timeout: 3,
      own: { b: 1 },
    })
    expect(patchOf(before, { ...before, priority: '4' })).toEqual({ priority: 4 })
    expect(patchOf(before, { ...before, transport: 'sse', metadata: '', timeout: '' })).toEqual({
      type: 'sse',
      metadata: null,
      timeout: null,
    })
  })

  it('sends a stored secret back as the reference it is', () => {
    const before = draftOf({ ...kept, headers: { Authorization: stored } })
    const after = { ...before, headers: [...before.headers, { id: 9, key: 'X-New', value: '1' }] }
    expect(patchOf(before, after)).toEqual({ headers: { Authorization: stored, 'X-New': '1' } })
  })
})
