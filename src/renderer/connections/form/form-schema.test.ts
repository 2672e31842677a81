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
    properties: {
      pattern: { type: 'string' },
      patternProperties: { type: 'string', default: 'x', enum: ['x', { pattern: 'kept' }] },
    },
  })
})

it('draws something where anything goes, and keeps names that mean harm as names', () => {
  const { schema } = formSchemaOf(
    JSON.parse('{"properties": {"a": true, "b": {}, "__proto__": {"type": "string"}}}'),
  )
  expect(Object.keys(schema?.properties ?? {})).toEqual(['a', 'b', '__proto__'])
  expect(schema?.properties?.a).not.toEqual({})
  expect(Object.getPrototypeOf({}).type).toBeUndefined()
})
