import type { Node } from 'jsonc-parser'

export type Path = readonly (string | number)[]

/** A key that would reach into an object's prototype when copied. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export interface Property {
  readonly key: string
  readonly keyNode: Node
  readonly value: Node
}

/** The properties of an object node, in the order of the text. */
export function propertiesOf(node: Node): Property[] {
  return (node.children ?? []).flatMap((property) => {
    const [keyNode, value] = property.children ?? []
    return keyNode && value ? [{ key: String(keyNode.value), keyNode, value }] : []
  })
}

/** The plain value of a node whose keys were checked with `unkeepable`. */
export function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue)
  if (node.type === 'object')
    return Object.fromEntries(propertiesOf(node).map(({ key, value }) => [key, plainValue(value)]))
  return node.value
}

/** A value as a node; what other languages have beside JSON's values, such as dates, is the text it is written as. */
export function scalarNode(value: unknown, place: Pick<Node, 'offset' | 'length' | 'parent'>): Node {
  if (value === null || value === undefined) return { ...place, type: 'null', value: null }
  if (typeof value === 'number' || typeof value === 'boolean')
    return { ...place, type: typeof value === 'number' ? 'number' : 'boolean', value }
  return { ...place, type: 'string', value: String(value) }
}

/** The node at `path`, or the last one on the way to it. For the name of a property itself, see `keyAt`. */
export function nearestNode(root: Node, path: Path): Node {
  let node = root
  for (const step of path) {
    const next =
      node.type === 'array'
        ? node.children?.[Number(step)]
        : propertiesOf(node).find(({ key }) => key === String(step))?.value
    if (!next) return node
    node = next
  }
  return node
}

/** The node of the last name in `path`, where that name is a property that exists. */
export function keyAt(root: Node, path: Path): Node | undefined {
  const parent = nearestNode(root, path.slice(0, -1))
  return propertiesOf(parent).find(({ key }) => key === String(path.at(-1)))?.keyNode
}

/** What in a value cannot be kept without changing its meaning. */
export interface Unkeepable {
  readonly code: 'duplicate-key' | 'forbidden-key' | 'not-finite'
  readonly key: string
  readonly node: Node
  readonly path: Path
}

/** The first key that stands twice or is forbidden, or number too large for any reader, at any depth. */
export function unkeepable(node: Node, path: Path = []): Unkeepable | null {
  if (node.type === 'number' && !Number.isFinite(node.value))
    return { code: 'not-finite', key: String(path.at(-1) ?? ''), node, path }
  if (node.type === 'array')
    return firstOf(node.children ?? [], (child, at) => unkeepable(child, [...path, at]))
  if (node.type !== 'object') return null
  const seen = new Set<string>()
  return firstOf(propertiesOf(node), ({ key, keyNode, value }) => {
    const here = [...path, key]
    if (forbiddenKeys.has(key)) return { code: 'forbidden-key', key, node: keyNode, path: here }
    if (seen.has(key)) return { code: 'duplicate-key', key, node: keyNode, path: here }
    seen.add(key)
    return unkeepable(value, here)
  })
}

function firstOf<T>(
  items: readonly T[],
  find: (item: T, at: number) => Unkeepable | null,
): Unkeepable | null {
  for (const [at, item] of items.entries()) {
    const found = find(item, at)
    if (found) return found
  }
  return null
}

/** `servers[3].url`, `mcpServers["a b"].env`: how people write a path. */
export function writePath(path: Path): string {
  return path.reduce<string>((written, step) => {
    if (typeof step === 'number') return `${written}[${step}]`
    if (!/^[\p{ID_Start}_$][\p{ID_Continue}$-]*$/u.test(step)) return `${written}[${JSON.stringify(step)}]`
    return written === '' ? step : `${written}.${step}`
  }, '')
}
