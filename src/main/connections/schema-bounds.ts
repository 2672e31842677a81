/** Why a schema is not checked against. */
export type Unusable = 'schema-too-large' | 'schema-elsewhere' | 'schema-dialect'

const depthMax = 64
const subschemasMax = 2_000

/** Where a reference may stand, in any dialect. */
const references = ['$ref', '$dynamicRef', '$recursiveRef'] as const

const dialects = ['2020-12', '2019-09', 'draft-07', 'draft-06'] as const
export type Dialect = (typeof dialects)[number]

/**
 * Looks at a stranger's schema before anything is made of it: its size, and that all it refers to lies in itself, because
 * nothing is ever fetched for it.
 */
export function unusable(schema: Readonly<Record<string, unknown>>): Unusable | undefined {
  if (dialectOf(schema) === undefined) return 'schema-dialect'
  let count = 0
  let level: unknown[] = [schema]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return 'schema-too-large'
    const next: unknown[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      count += 1
      if (count > subschemasMax) return 'schema-too-large'
      if (pointsElsewhere(one)) return 'schema-elsewhere'
      for (const part of Object.values(one)) next.push(part)
    }
    level = next
  }
  return undefined
}

/** The dialect a schema is written in; undefined where Rollcall does not know it. */
export function dialectOf({ $schema }: Readonly<Record<string, unknown>>): Dialect | undefined {
  if ($schema === undefined) return '2020-12'
  return typeof $schema === 'string' ? dialects.find((each) => addressOf(each).test($schema)) : undefined
}

function addressOf(dialect: Dialect): RegExp {
  const path = dialect.startsWith('draft-') ? dialect : `draft/${dialect}`
  return new RegExp(`^https?://json-schema\\.org/${path}/schema#?$`, 'u')
}

function pointsElsewhere(one: object): boolean {
  return references.some((name) => {
    const to: unknown = Reflect.get(one, name)
    return typeof to === 'string' && !to.startsWith('#')
  })
}
