/** The schemas of the tools `form_…` of the showcase: ordinary ones first, then those that mean harm. */

/** @param {Record<string, unknown>} properties @param {Record<string, unknown>} more */
const object = (properties, more = {}) => ({ type: 'object', properties, ...more })
const string = { type: 'string' }

/** Objects in objects. @param {number} depth @returns {object} */
const nest = (depth) => (depth === 0 ? string : object({ inner: nest(depth - 1) }))

/** @type {Record<string, object>} */
export const schemas = {
  everything: object(
    {
      city: { type: 'string', description: 'Where to look.', minLength: 2 },
      days: { type: 'integer', minimum: 1, maximum: 7, default: 3 },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'], default: 'celsius' },
      level: {
        oneOf: [
          { const: 1, title: 'Low' },
          { const: 2, title: 'High' },
        ],
        title: 'Level',
      },
      hourly: { type: 'boolean', default: true },
      address: object(
        { street: string, geo: object({ lat: { type: 'number' }, lon: { type: 'number' } }) },
        { title: 'Address', description: 'Where it is.', required: ['street'] },
      ),
      tags: { type: 'array', items: string, title: 'Tags' },
      stops: {
        type: 'array',
        title: 'Stops',
        items: object({ name: string, nights: { type: 'integer' } }, { required: ['name'] }),
      },
      weekdays: {
        type: 'array',
        uniqueItems: true,
        items: { enum: ['Mon', 'Tue', 'Wed'] },
        title: 'Weekdays',
      },
      target: {
        title: 'Target',
        oneOf: [
          object({ path: string }, { title: 'File', required: ['path'] }),
          object({ id: { type: 'integer' } }, { title: 'Number', required: ['id'] }),
        ],
      },
    },
    { required: ['city'] },
  ),
  formats: object({
    date: { type: 'string', format: 'date' },
    moment: { type: 'string', format: 'date-time' },
    time: { type: 'string', format: 'time' },
    email: { type: 'string', format: 'email' },
    uri: { type: 'string', format: 'uri' },
  }),
  loose: object({
    maybe: { type: ['string', 'null'] },
    optional: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
    either: { type: ['string', 'number'] },
    anything: {},
    yes: true,
    fixed: { const: 'always this' },
    both: { allOf: [object({ a: string }), object({ b: string })] },
    extra: { type: 'object', additionalProperties: string },
    pair: { type: 'array', prefixItems: [string, { type: 'integer' }], items: false },
  }),
  recursive: {
    $ref: '#/$defs/node',
    type: 'object',
    $defs: {
      node: object({
        value: string,
        left: { $ref: '#/$defs/node' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
      }),
    },
  },
  patterns: object({
    code: { type: 'string', pattern: '^[A-Z]{3}$' },
    bomb: { type: 'string', pattern: '^(a+)+$', default: `${'a'.repeat(40)}!` },
    keyed: {
      type: 'object',
      patternProperties: { '^(a+)+$': string },
      default: { [`${'a'.repeat(40)}!`]: 'x' },
    },
  }),
  names: JSON.parse(`{
    "type": "object",
    "properties": {
      "__proto__": { "type": "string" },
      "constructor": { "type": "string" },
      "مرحبا بالعالم": { "type": "string" },
      "a.b/c~d%": { "type": "string" },
      "pattern": { "type": "string" }
    }
  }`),
  long_names: object({
    [`name_${'without_end_'.repeat(160)}`]: { type: 'string', description: 'word '.repeat(400) },
  }),
  huge_enum: object({ which: { enum: Array.from({ length: 1_000 }, (_, index) => `choice ${index + 1}`) } }),
  many_fields: object(
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`field_${index + 1}`, string])),
    { required: ['field_180'] },
  ),
  deep: nest(100),
  nowhere: object({ lost: { $ref: '#/$defs/nowhere' } }),
  remote: object({ far: { $ref: 'https://example.com/schema.json' } }),
  broken: { type: 'object', properties: { odd: { type: 'wat', enum: 'no', minimum: 'x' }, list: 7 } },
}
