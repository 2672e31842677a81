import type { RJSFSchema } from '@rjsf/utils'
import { describe, expect, it } from 'vitest'
import { formValidator, withoutGaps } from './validator'

const validator = formValidator(({ keyword }) => keyword)
const validate = (schema: RJSFSchema, data: unknown) => validator.validateFormData(data, schema)

describe('formValidator', () => {
  it('puts a missing field where the field is, however deep', () => {
    const schema: RJSFSchema = {
      type: 'object',
      properties: {
        author: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      },
    }
    expect(validate(schema, { author: {} }).errorSchema).toEqual({
      author: { name: { __errors: ['required'] } },
    })
  })

  it('says what is wrong with one item of a list', () => {
    const schema: RJSFSchema = {
      type: 'object',
      properties: { days: { type: 'array', items: { type: 'integer', maximum: 7 } } },
    }
    expect(validate(schema, { days: [1, 9] }).errorSchema).toEqual({ days: { 1: { __errors: ['maximum'] } } })
  })

  it('finds nothing wrong with what fits, fields left undefined included', () => {
    const schema: RJSFSchema = { type: 'object', properties: { city: { type: 'string' } } }
    expect(validate(schema, { city: undefined }).errors).toEqual([])
  })

  it('says of alternatives only that none fits, not what each would want', () => {
    const schema: RJSFSchema = {
      type: 'object',
      properties: { id: { oneOf: [{ type: 'integer' }, { type: 'object', required: ['path'] }] } },
    }
    expect(validate(schema, { id: 'x' }).errorSchema).toEqual({ id: { __errors: ['oneOf'] } })
  })

  it('says of alternatives of the right kind what they are missing', () => {
    const file = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] }
    const number = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] }
    const schema = { type: 'object', properties: { target: { oneOf: [file, number] } } } as RJSFSchema
    expect(validate(schema, { target: {} }).errorSchema).toEqual({
      target: { path: { __errors: ['required'] }, id: { __errors: ['required'] } },
    })
  })

  it('tells which alternative data fits, definitions of the root included', () => {
    const root: RJSFSchema = { $defs: { positive: { type: 'integer', minimum: 1 } } }
    expect(validator.isValid({ $ref: '#/$defs/positive' }, 5, root)).toBe(true)
    expect(validator.isValid({ $ref: '#/$defs/positive' }, -5, root)).toBe(false)
  })

  it('lets everything pass where the schema itself is broken', () => {
    expect(validate({ $ref: '#/$defs/nowhere' }, { any: 'thing' }).errors).toEqual([])
  })
})

it('withoutGaps drops undefined fields and keeps the places of a list', () => {
  expect(withoutGaps({ a: undefined, b: { c: undefined, d: 0 }, e: [1, undefined] })).toEqual({
    b: { d: 0 },
    e: [1, null],
  })
})
