import { expect, test } from 'vitest'
import { mirrorsWell } from './mirrored-headers'

const of = (properties: object) => ({ type: 'object', properties })

test.each([
  ['nothing is marked', of({ a: { type: 'string' } })],
  [
    'a string and a number are marked',
    of({ a: { type: 'string', 'x-mcp-header': 'Region' }, b: { type: 'integer', 'x-mcp-header': 'Size' } }),
  ],
  ['a nested property is marked', of({ a: of({ b: { type: 'boolean', 'x-mcp-header': 'Deep' } }) })],
  ['a default only looks like a mark', of({ a: { type: 'object', default: { 'x-mcp-header': 'no' } } })],
  ['a property has the name of the mark', of({ 'x-mcp-header': { type: 'string' } })],
])('fits where %s', (_, schema) => {
  expect(mirrorsWell(schema)).toBe(true)
})

test.each([
  ['the mark is no token', of({ a: { type: 'string', 'x-mcp-header': 'a b' } })],
  ['the mark is empty', of({ a: { type: 'string', 'x-mcp-header': '' } })],
  ['it would break the line', of({ a: { type: 'string', 'x-mcp-header': 'a\r\nb' } })],
  ['the value is an object', of({ a: { type: 'object', 'x-mcp-header': 'A' } })],
  [
    'two have the same name',
    of({ a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } }),
  ],
  [
    'it stands where no argument is',
    of({ a: { type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } } }),
  ],
  ['it stands at the root', { type: 'object', 'x-mcp-header': 'A' }],
  ['it stands in one of several', { anyOf: [of({ a: { type: 'string', 'x-mcp-header': 'A' } })] }],
])('does not fit where %s', (_, schema) => {
  expect(mirrorsWell(schema)).toBe(false)
})
