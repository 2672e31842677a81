/** What the SDK's own listing leaves out: HTTP clients must not offer a tool whose `x-mcp-header` marks are wrong. */

const mark = 'x-mcp-header'
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u
const mirrored: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean'])
/** Deeper than any schema a person writes. */
const depthMax = 64

type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Whether every argument that asks to be mirrored into a header can be: a plain value, reachable, under a name of its own. */
export function mirrorsWell(inputSchema: unknown): boolean {
  const names = new Set<string>()
  const fits = (node: unknown, reachable: boolean, depth: number): boolean => {
    if (!isNode(node)) return true
    if (depth > depthMax) return false
    if (!Array.isArray(node) && mark in node && !(reachable && depth > 0 && named(node))) return false
    return Object.entries(node).every(([key, child]) => {
      if (key === 'properties' && isNode(child))
        return Object.values(child).every((property) => fits(property, reachable, depth + 1))
      return data.has(key) || fits(child, false, depth + 1)
    })
  }
  const named = (node: Node): boolean => {
    const name = node[mark]
    if (typeof name !== 'string' || !token.test(name) || !mirrored.has(node.type)) return false
    const isNew = !names.has(name.toLowerCase())
    names.add(name.toLowerCase())
    return isNew
  }
  return fits(inputSchema, true, 0)
}

/** Keywords whose values are values, not schemas. */
const data: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples', 'example'])
