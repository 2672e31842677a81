import { describe, expect, it } from 'vitest'
import { copies } from './configuration-copies'
import { readConfiguration, written } from './configuration-text'
import { patchBetween } from './patch'
import { masked } from './secret-reference'

const url = 'http://127.0.0.1:9/mcp'

/** Each problem as `line:column what`. */
function problemsIn(text: string): readonly string[] {
  return readConfiguration(text).problems.map(
    ({ line, column, issue }) =>
      `${line}:${column} ${issue.detail.field ?? issue.code} ${issue.detail.reason ?? issue.detail.key ?? ''}`,
  )
}

describe('a text is read as a registration', () => {
  it('with every field it has, known or not', () => {
    const document = { name: 'a', url, own: { x: [1] } }
    expect(readConfiguration(written(document))).toEqual({ document, problems: [] })
  })

  it('or it says where the JSON breaks off', () => {
    expect(problemsIn('{\n  "name": "a",\n  "url": \n}')).toEqual(['4:1 syntax a value is missing'])
    expect(problemsIn('{"name": "a" "url": 1}')).toEqual(['1:14 syntax a comma is missing'])
    expect(problemsIn('{\n  "name": "a" // me\n}')).toEqual(['2:15 syntax a comment is not allowed here'])
    expect(problemsIn('  ')).toEqual(['1:1 empty '])
  })

  it('or at which line a field is wrong, in the order of the text', () => {
    const text = `{
  "name": "a",
  "url": "ftp://x",
  "tags": ["ok", 5],
  "priority": "high",
  "headers": { "not good": "x" }
}`
    expect(problemsIn(text)).toEqual([
      '3:10 url does not start with http:// or https:// and a host',
      '4:18 tags.1 is not a text',
      '5:15 priority is not a number',
      '6:16 headers.not good is not a header name',
    ])
  })

  it('or what is missing, at its first line', () => {
    expect(problemsIn('{\n  "url": "http://a/"\n}')).toEqual(['2:3 name is missing'])
    expect(problemsIn('[]')).toEqual(['1:1 JSON is not an object'])
  })

  it('but not with a name that stands twice, or nested without end', () => {
    expect(problemsIn(`{"name": "a", "url": "${url}", "env": {"A": "1",\n"A": "2"}}`)).toEqual([
      '2:1 duplicate-key A',
    ])
    expect(problemsIn('['.repeat(100_000))).toEqual(['1:65 too-deep '])
  })
})

describe('a patch', () => {
  it('has what differs, and null for what went', () => {
    const before = { name: 'a', url, tags: ['x'], own: { a: 1 } }
    expect(patchBetween(before, { ...before, own: { a: 2 }, tags: undefined })).toMatchObject({
      own: { a: 2 },
    })
    expect(patchBetween(before, { name: 'a', url, own: { a: 1 } })).toEqual({ tags: null })
    expect(patchBetween(before, before)).toEqual({})
  })
})

describe('a registration is copied', () => {
  it('as other programs and the original format have it', () => {
    const document = { name: 'a', url, enabled: false, own: 1 }
    expect(copies.entry(document)).toBe(document)
    expect(copies.map(document)).toEqual({ mcpServers: { a: { url, own: 1, disabled: true } } })
    expect(copies.map({ name: 'a', url })).toEqual({ mcpServers: { a: { url } } })
    expect(copies.list(document)).toEqual({ servers: [document] })
  })
})

it('shows no secret of a command, stored or just typed', () => {
  expect(masked({ MODE: 'x', API_KEY: 'typed', OTHER: `\${secret:abc}` })).toEqual({
    MODE: 'x',
    API_KEY: '••••••',
    OTHER: '••••••',
  })
})
