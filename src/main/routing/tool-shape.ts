import type { SchemaDifference } from '../../shared/contract/alternatives'
import type { Tool } from '../../shared/contract/tools'

/** Of one tool's differences: nobody reads further. */
const differencesMax = 20
const valueMax = 200

/** Says nothing of what a value must be. */
const wording: ReadonlySet<string> = new Set(['$schema', '$comment', 'title', 'description', 'examples'])
/** Lists whose order says nothing. */
const sets: ReadonlySet<string> = new Set(['required', 'enum', 'type'])
/** Values, not schemas: taken as they are. */
const values: ReadonlySet<string> = new Set(['const', 'default', 'dependentRequired'])
/** Their keys are names somebody chose, each with a schema. */
const named: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
])

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What tools take, in one spelling, made once for each tool. */
export class ToolShapes {
  readonly #known = new WeakMap<Tool, string>()

  /** The same for two input schemas that ask for the same in whatever words and order. */
  of(tool: Tool): string {
    const known = this.#known.get(tool)
    if (known !== undefined) return known
    const shape = JSON.stringify(ofSchema(tool.inputSchema))
    this.#known.set(tool, shape)
    return shape
  }
}

/** Where two input schemas ask for different things; the first 20. */
export function differencesOf(here: Tool, there: Tool): SchemaDifference[] {
  const found: SchemaDifference[] = []
  compare(ofSchema(here.inputSchema), ofSchema(there.inputSchema), '', found)
  return found
}

/** A stranger's schema comes over the wire at most 256 levels deep, see `json-shape.ts`. */
function ofSchema(schema: unknown): Json {
  if (Array.isArray(schema)) return schema.map(ofSchema)
  if (!isRecord(schema)) return scalar(schema)
  return inOrder(schema, (value, key) => {
    if (wording.has(key)) return undefined
    if (sets.has(key) && Array.isArray(value)) return value.map(ofValue).sort(byText)
    if (values.has(key)) return ofValue(value)
    return named.has(key) && isRecord(value) ? inOrder(value, ofSchema) : ofSchema(value)
  })
}

function ofValue(value: unknown): Json {
  if (Array.isArray(value)) return value.map(ofValue)
  return isRecord(value) ? inOrder(value, ofValue) : scalar(value)
}

/** Keys in one order; those of which nothing is to be said are left out. */
function inOrder(
  record: Readonly<Record<string, unknown>>,
  part: (value: unknown, key: string) => Json | undefined,
): Json {
  const parts = Object.keys(record)
    .sort()
    .flatMap((key): [string, Json][] => {
      const value = part(record[key], key)
      return value === undefined ? [] : [[key, value]]
    })
  return Object.fromEntries(parts)
}

function compare(here: Json, there: Json, path: string, found: SchemaDifference[]): void {
  if (found.length >= differencesMax) return
  if (!isRecord(here) || !isRecord(there)) {
    if (JSON.stringify(here) !== JSON.stringify(there))
      found.push({ path, here: shown(here), there: shown(there) })
    return
  }
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)].sort())) {
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const [one, other] = [own(here, key), own(there, key)]
    if (one !== undefined && other !== undefined) compare(one, other, place, found)
    else if (found.length < differencesMax) found.push({ path: place, here: shown(one), there: shown(other) })
  }
}

function own(record: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function shown(value: Json | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value).slice(0, valueMax)
}

function scalar(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function byText(one: Json, other: Json): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  return a < b ? -1 : a > b ? 1 : 0
}

function isRecord(value: Json): value is { [key: string]: Json }
function isRecord(value: unknown): value is Record<string, unknown>
function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
