import { describe, expect, it } from 'vitest'
import type { Tool } from '../../shared/contract/tools'
import { differencesOf, ToolShapes } from './tool-shape'

const shapes = new ToolShapes()
const tool = (inputSchema: Record<string, unknown>): Tool => ({ name: 'a', inputSchema })
const alike = (one: Record<string, unknown>, other: Record<string, unknown>) =>
  shapes.of(tool(one)) === shapes.of(tool(other))

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

describe('two input schemas', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'in another order',
      city,
      { required: ['city'], properties: { city: { type: 'string' } }, type: 'object' },
    ],
    [
      'in other words',
      city,
      {
        ...city,
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: 'Where',
        properties: { city: { type: 'string', description: 'Its name', examples: ['Oslo'] } },
      },
    ],
    [
      'with their sets in another order',
      { required: ['a', 'b'], properties: { a: { enum: [1, 2], type: ['string', 'null'] } } },
      { required: ['b', 'a'], properties: { a: { enum: [2, 1], type: ['null', 'string'] } } },
    ],
  ])('%s are equal', (_title, one, other) => {
    expect(alike(one, other)).toBe(true)
    expect(differencesOf(tool(one), tool(other))).toEqual([])
  })

  it.each<[string, Record<string, unknown>, object[]]>([
    [
      'another type',
      { ...city, properties: { city: { type: 'number' } } },
      [{ path: '/properties/city/type', here: '"string"', there: '"number"' }],
    ],
    ['nothing required', { ...city, required: [] }, [{ path: '/required', here: '["city"]', there: '[]' }]],
    [
      'another default',
      { ...city, properties: { city: { type: 'string', default: 'Oslo' } } },
      [{ path: '/properties/city/default', here: null, there: '"Oslo"' }],
    ],
    [
      'a parameter that is called as a word of schemas is',
      { ...city, properties: { ...city.properties, description: { type: 'string' } } },
      [{ path: '/properties/description', here: null, there: '{"type":"string"}' }],
    ],
    [
      'a name with a slash',
      { ...city, properties: { ...city.properties, 'a/b~': true } },
      [{ path: '/properties/a~1b~0', here: null, there: 'true' }],
    ],
  ])('with %s differ, and it is said where', (_title, other, differences) => {
    expect(alike(city, other)).toBe(false)
    expect(differencesOf(tool(city), tool(other))).toEqual(differences)
  })

  it('are told apart where a name is one of JavaScript', () => {
    const own = JSON.parse('{"properties":{"__proto__":{"type":"string"}}}')
    expect(alike({ properties: {} }, own)).toBe(false)
    expect(differencesOf(tool({ properties: {} }), tool(own))).toHaveLength(1)
  })

  it('that differ everywhere are told of within bounds', () => {
    const wide = (type: string) => ({
      properties: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`p${at}`, { type }])),
      description: 'x',
      const: 'y'.repeat(1_000),
    })
    const found = differencesOf(tool(wide('string')), tool({ ...wide('number'), const: 1 }))
    expect(found).toHaveLength(20)
    expect(found[0]?.here?.length).toBeLessThanOrEqual(200)
  })
})
