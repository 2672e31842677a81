import fc from 'fast-check'
import { expect, test } from 'vitest'
import { schemaFor } from './tool-schemas'

const wires = ['openai', 'compatible', 'anthropic', 'google'] as const

test('a plain schema keeps what it says', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'A city', minLength: 1 },
      unit: { enum: ['c', 'f'] },
      when: { type: 'string', format: 'date-time' },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['city'],
    additionalProperties: false,
  }
  expect(schemaFor('openai', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema })).toEqual(
    {
      ...schema,
      properties: { ...schema.properties, unit: { type: 'string', enum: ['c', 'f'] } },
    },
  )
})

test('references are written out, and end where they lead back', () => {
  const schema = {
    type: 'object',
    properties: { tree: { $ref: '#/$defs/node' }, elsewhere: { $ref: 'https://example.org/schema' } },
    $defs: {
      node: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/$defs/node' } },
        },
      },
    },
  }
  expect(schemaFor('compatible', schema)).toEqual({
    type: 'object',
    properties: {
      tree: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { type: 'object', properties: {} } },
        },
      },
      elsewhere: { type: 'object', properties: {} },
    },
  })
})

test('Gemini is spared what it refuses', () => {
  const schema = {
    type: 'object',
    properties: {
      mail: { type: 'string', format: 'email' },
      level: { type: 'integer', enum: [1, 2] },
      kind: { const: 'a', type: 'string' },
    },
    required: ['mail', 'gone'],
    additionalProperties: false,
  }
  expect(schemaFor('google', schema)).toEqual({
    type: 'object',
    properties: {
      mail: { type: 'string' },
      level: { type: 'integer' },
      kind: { type: 'string', enum: ['a'] },
    },
    required: ['mail'],
  })
})

test('Anthropic takes plain names of arguments only', () => {
  const schema = { type: 'object', properties: { 城市: { type: 'string' }, city: {} }, required: ['城市'] }
  expect(schemaFor('anthropic', schema)).toEqual({ type: 'object', properties: { city: {} } })
  expect(schemaFor('openai', schema)).toMatchObject({ properties: { 城市: { type: 'string' } } })
})

test('alternatives at the top become one object, and parts of a whole are put together', () => {
  const either = {
    anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: {} } }],
  }
  expect(schemaFor('openai', either)).toEqual({
    type: 'object',
    properties: { a: { type: 'string' }, b: {} },
  })
  const all = {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { properties: { b: { type: 'number' } } },
    ],
  }
  expect(schemaFor('openai', all)).toEqual({
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'number' } },
    required: ['a'],
  })
})

test('whatever a server sends, an object comes out, small and without what no provider knows', () => {
  const known =
    /^(type|properties|required|items|enum|anyOf|title|description|format|pattern|additionalProperties|min.*|max.*)$/
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('type', 'properties', 'items', 'anyOf', 'allOf', '$ref', 'enum', 'x'),
        fc.jsonValue(),
      ),
      fc.constantFrom(...wires),
      (schema, wire) => {
        const made = schemaFor(wire, schema)
        expect(made.type).toBe('object')
        expect(made.properties).toBeTypeOf('object')
        for (const key of Object.keys(made)) expect(key).toMatch(known)
      },
    ),
    { numRuns: 300 },
  )
  let deep: Record<string, unknown> = { type: 'string' }
  for (let depth = 0; depth < 5_000; depth += 1) deep = { type: 'object', properties: { deeper: deep } }
  expect(JSON.stringify(schemaFor('openai', deep)).length).toBeLessThan(2_000)
})
