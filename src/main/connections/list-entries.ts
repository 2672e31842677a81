import { isSpecType } from '@modelcontextprotocol/client'
import { slices } from '../slices'

/** Of one page: one more than the lists take in all, so that they know of it. */
const entriesMax = 10_001
/** Of those left out. */
const namesMax = 5

/** By method: where its result has the list, and what is one of its entries. */
const lists = {
  'tools/list': { name: 'tools', isEntry: isSpecType.Tool },
  'resources/list': { name: 'resources', isEntry: isSpecType.Resource },
  'resources/templates/list': { name: 'resourceTemplates', isEntry: isSpecType.ResourceTemplate },
  'prompts/list': { name: 'prompts', isEntry: isSpecType.Prompt },
} as const

/**
 * The result of a request without the entries of a list that are none: the SDK would refuse the whole list for one of
 * them. In the legacy era what a tool promises is an object. `onStrays` is told the names of the first few left out.
 * At once where it is no list.
 */
export function withoutStrays(
  method: string,
  result: Record<string, unknown>,
  isLegacy: boolean,
  onStrays: (names: string) => void,
): Record<string, unknown> | Promise<Record<string, unknown>> {
  const list = isListed(method) ? lists[method] : undefined
  const entries = list && result[list.name]
  if (!list || !Array.isArray(entries)) return result
  const isEntry = (entry: unknown) => list.isEntry(entry) && (!isLegacy || promisesObject(entry))
  return sorted(entries.slice(0, entriesMax), isEntry).then(({ kept, strays }) => {
    if (strays.length > 0) onStrays(strays.slice(0, namesMax).map(nameOf).join(', '))
    return kept.length === entries.length ? result : { ...result, [list.name]: kept }
  })
}

async function sorted(entries: readonly unknown[], isEntry: (entry: unknown) => boolean) {
  const kept: unknown[] = []
  const strays: unknown[] = []
  for await (const slice of slices(entries))
    for (const entry of slice) (isEntry(entry) ? kept : strays).push(entry)
  return { kept, strays }
}

function isListed(method: string): method is keyof typeof lists {
  return Object.hasOwn(lists, method)
}

function promisesObject(entry: object): boolean {
  const { outputSchema } = entry as { readonly outputSchema?: Record<string, unknown> }
  if (outputSchema === undefined) return true
  const { type, properties, required } = outputSchema
  if (type !== 'object') return false
  if (properties !== undefined && (typeof properties !== 'object' || properties === null)) return false
  return (
    required === undefined || (Array.isArray(required) && required.every((each) => typeof each === 'string'))
  )
}

function nameOf(entry: unknown): string {
  const name: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'name') : undefined
  return typeof name === 'string' ? name.slice(0, 100) : '?'
}
