import { expect, it } from 'vitest'
import { schemas } from '../../../../tests/servers/showcase-schemas.mjs'
import { formSchemaOf } from './form-schema'

it.each([
  ['deep', 'deep'],
  ['nowhere', 'reference'],
  ['remote', 'reference'],
  ['broken', 'broken'],
])('of the schema %s no form is made: %s', (name, refusal) => {
  expect(formSchemaOf(schemas[name] as Record<string, unknown>)).toEqual({ schema: null, refusal })
})

it('a schema of too many parts is not drawn', () => {
  const properties = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`f${index}`, {}]))
  const many = Object.fromEntries(Object.keys(properties).map((key) => [key, { type: 'string' }]))
  expect(formSchemaOf({ type: 'object', properties: many }).refusal).toBe('large')
})

it('leaves out regular expressions, but not fields that are named like them', () => {
  const { schema } = formSchemaOf({
    type: 'object',
    properties: {
      pattern: { type: 'string', pattern: '^(a+)+$' },
      patternProperties: { type: 'string', default: 'x', enum: ['x', { pattern: 'kept' }] },
    },
    patternProperties: { '^(a+)+$': {} },
  })
  expect(schema).toEqual({
    type: 'object',
    additionalProperties: true,
    properties: {
      pattern: { type: 'string' },
      patternProperties: { type: 'string', default: 'x', enum: ['x', { pattern: 'kept' }] },
    },
  })
})

it('draws something where anything goes', () => {
  const { schema } = formSchemaOf({ properties: { a: true, b: {}, constructor: { type: 'string' } } })
  expect(Object.keys(schema?.properties ?? {})).toEqual(['a', 'b', 'constructor'])
  expect(schema?.properties?.a).not.toEqual({})
  expect(schema?.properties?.b).not.toEqual({})
})

it('calls alternatives without a title by their kind', () => {
  const { schema } = formSchemaOf({
    $defs: { file: { type: 'object' } },
    properties: { a: { anyOf: [{ type: 'integer' }, { type: 'null' }, { $ref: '#/$defs/file' }] } },
  })
  expect(schema?.properties?.a).toMatchObject({
    anyOf: [{ title: 'integer' }, { title: 'null' }, { title: 'file' }],
  })
})

it('has choices with names in one way, and says of what type they are', () => {
  const choices = [
    { const: 1, title: 'Low' },
    { const: 2, title: 'High' },
  ]
  const { schema } = formSchemaOf({
    properties: {
      level: { oneOf: choices },
      old: { type: 'string', enum: ['a', 'b'], enumNames: ['First', 'Second'] },
    },
  })
  expect(schema?.properties).toEqual({
    level: {
      type: 'number',
      oneOf: [
        { title: 'Low', enum: [1] },
        { title: 'High', enum: [2] },
      ],
    },
    old: {
      type: 'string',
      oneOf: [
        { title: 'First', enum: ['a'] },
        { title: 'Second', enum: ['b'] },
      ],
    },
  })
})
