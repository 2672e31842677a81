import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../host'
import { SchemaChecks } from './schema-checks'

let checks: SchemaChecks

beforeEach(() => {
  checks = new SchemaChecks(systemClock)
})

afterEach(() => checks.end())

const check = (schema: Record<string, unknown>, structuredContent: unknown) =>
  checks.problemOf(schema, { structuredContent, isError: false })

const weather = {
  type: 'object',
  properties: { degrees: { type: 'number' }, places: { type: 'array', items: { $ref: '#/$defs/place' } } },
  required: ['degrees'],
  $defs: { place: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
}

test('what fits has no problem, and what does not is told where and which rule', async () => {
  expect(await check(weather, { degrees: 21, places: [{ name: 'Ulm' }] })).toBeNull()
  expect(await check(weather, { degrees: '21' })).toEqual({
    code: 'mismatch',
    path: '/degrees',
    keyword: 'type',
  })
  expect(await check(weather, { degrees: 2, places: [{}] })).toEqual({
    code: 'mismatch',
    path: '/places/0',
    keyword: 'required',
  })
})

test('where structure was promised it must be there, unless the tool failed; where none was, none is looked for', async () => {
  expect(await checks.problemOf(weather, { isError: false })).toEqual({ code: 'missing' })
  expect(await checks.problemOf(weather, { isError: true })).toBeNull()
  expect(await checks.problemOf(undefined, { structuredContent: 1, isError: false })).toBeNull()
})

test.each([
  ['https://json-schema.org/draft/2020-12/schema', { prefixItems: [{ type: 'string' }] }],
  ['https://json-schema.org/draft/2019-09/schema', { items: [{ type: 'string' }] }],
  ['http://json-schema.org/draft-07/schema#', { items: [{ type: 'string' }] }],
  ['http://json-schema.org/draft-06/schema#', { items: [{ type: 'string' }] }],
])('each dialect is read as itself: %s', async ($schema, rule) => {
  expect(await check({ $schema, ...rule }, ['a'])).toBeNull()
  expect(await check({ $schema, ...rule }, [1])).toMatchObject({ code: 'mismatch', path: '/0' })
})

describe('T33: a schema that would keep this process busy does not', () => {
  test('B088, L11: a pattern that takes years is given up, the loop goes on, and the next check works', async () => {
    const slow = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } }
    let turns = 0
    const count = setInterval(() => {
      turns += 1
    }, 1)
    expect(await check(slow, { a: `${'a'.repeat(40)}!` })).toEqual({ code: 'aborted' })
    clearInterval(count)
    expect(turns).toBeGreaterThan(20)
    expect(await check(weather, { degrees: 1 })).toBeNull()
  })

  test('B090: ten thousand alternatives', async () => {
    const anyOf = Array.from({ length: 10_000 }, () => ({ anyOf: [{ type: 'string' }] }))
    expect(await check({ anyOf }, 1)).toEqual({ code: 'schema-too-large' })
  })

  test('B091: a hundred thousand definitions, and a hundred levels', async () => {
    const $defs = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [n, {}]))
    expect(await check({ $defs }, 1)).toEqual({ code: 'schema-too-large' })
    let deep: Record<string, unknown> = {}
    for (let n = 0; n < 100; n += 1) deep = { not: deep }
    expect(await check(deep, 1)).toEqual({ code: 'schema-too-large' })
  })

  test.each([
    ['a reference to itself', { $ref: '#' }],
    ['a cycle', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }],
    ['a dynamic cycle', { $dynamicAnchor: 'a', $dynamicRef: '#a' }],
    ['alternatives of itself', { anyOf: [{ $ref: '#' }, { $ref: '#' }] }],
  ])('B091: %s ends', async (_, schema) => {
    expect(await check(schema, { a: 1 })).not.toBeNull()
    expect(await check(weather, { degrees: 1 })).toBeNull()
  })

  test('a tree that refers to itself is a schema as any other', async () => {
    const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } }
    expect(await check(tree, { children: [{ children: [] }] })).toBeNull()
    expect(await check(tree, { children: [{ children: 1 }] })).toMatchObject({ path: '/children/0/children' })
  })
})

test('T34, B092: nothing is fetched, and what would have to be is not checked rather than right', async () => {
  const asked: string[] = []
  const sink = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(sink, 'listening')
  const at = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/x.json`
  expect(await check({ $ref: at }, 1)).toEqual({ code: 'schema-elsewhere' })
  expect(await check({ properties: { a: { $dynamicRef: at } } }, {})).toEqual({ code: 'schema-elsewhere' })
  expect(await check({ $ref: 'file:///etc/passwd' }, 1)).toEqual({ code: 'schema-elsewhere' })
  expect(await check({ $ref: 'other.json' }, 1)).toEqual({ code: 'schema-elsewhere' })
  expect(await check({ $schema: at }, 1)).toEqual({ code: 'schema-dialect' })
  expect(await check({ $id: at, type: 'string' }, 1)).toMatchObject({ code: 'mismatch' })
  expect(await check({ $ref: '#/nowhere' }, 1)).toEqual({ code: 'schema-invalid' })
  sink.close()
  expect(asked).toEqual([])
})

test.each([
  { type: ['string', 5] },
  { properties: null },
  { required: 'x' },
  { multipleOf: 0 },
  { minLength: -1 },
  { pattern: '(' },
  { $schema: 5 },
])('B093: what is no schema is not checked against: %j', async (schema) => {
  expect((await check(schema, { a: 1 }))?.code).toMatch(/^schema-(?:invalid|dialect)$/u)
})

test('schemas of the same name do not stand for each other', async () => {
  const named = (type: string) => ({
    $id: 'https://one.example/x',
    $defs: { a: { $id: 'a', type } },
    properties: { a: { $ref: '#/$defs/a' } },
  })
  expect(await check(named('string'), { a: 'x' })).toBeNull()
  expect(await check(named('number'), { a: 'x' })).toMatchObject({ code: 'mismatch', path: '/a' })
  expect(await check(named('string'), { a: 'x' })).toBeNull()
})

test('checks asked for at once are all answered, those after an aborted one as well', async () => {
  const slow = { type: 'string', pattern: '^(a+)+$' }
  const asked = [1, 2, 3].map((degrees) => check(weather, { degrees }))
  const stuck = check(slow, `${'a'.repeat(40)}!`)
  const after = check(weather, {})
  expect(await Promise.all([...asked, stuck, after])).toEqual([
    null,
    null,
    null,
    { code: 'aborted' },
    { code: 'mismatch', path: '', keyword: 'required' },
  ])
})

test('what waits when all ends is told that it was not checked', async () => {
  const waiting = check(weather, { degrees: 1 })
  await checks.end()
  expect(await waiting).toEqual({ code: 'aborted' })
})
