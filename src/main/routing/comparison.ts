import type { EqualServer, Service } from '../../shared/contract/alternatives'
import type { Tool } from '../../shared/contract/tools'
import { canonicalJson } from '../registry/canonical'
import { differencesOf, type ToolShapes } from './tool-shape'

/** The tools of one server beside those of another. */
export function compareTools(
  here: readonly Tool[],
  there: readonly Tool[],
  shapes: ToolShapes,
): Omit<EqualServer, 'server'> {
  const others = new Map(there.map((tool) => [tool.name, tool]))
  const names = new Set(here.map(({ name }) => name))
  const both = here.flatMap((tool) => {
    const other = others.get(tool.name)
    return other ? [{ tool, other, isAlike: shapes.of(tool) === shapes.of(other) }] : []
  })
  return {
    alike: both
      .filter(({ isAlike }) => isAlike)
      .map(({ tool, other }) => ({ tool: tool.name, softer: softerDifferences(tool, other) })),
    differs: both
      .filter(({ isAlike }) => !isAlike)
      .map(({ tool, other }) => ({ tool: tool.name, differences: differencesOf(tool, other) })),
    onlyHere: [...names].filter((name) => !others.has(name)),
    onlyThere: [...others.keys()].filter((name) => !names.has(name)),
  }
}

/** Each tool of any of the servers: who has it, those that take the same together, and who has not. */
export function variantsOf(
  servers: readonly { readonly name: string; readonly tools: readonly Tool[] }[],
  shapes: ToolShapes,
): Service['tools'] {
  const byTool = new Map<string, Map<string, string[]>>()
  for (const { name, tools } of servers)
    for (const tool of tools) {
      const variants = byTool.get(tool.name) ?? new Map<string, string[]>()
      const shape = shapes.of(tool)
      variants.set(shape, [...(variants.get(shape) ?? []), name])
      byTool.set(tool.name, variants)
    }
  return Array.from(byTool, ([tool, byShape]) => {
    const variants = [...byShape.values()]
    const having = new Set(variants.flat())
    return { tool, variants, without: servers.flatMap(({ name }) => (having.has(name) ? [] : [name])) }
  })
}

function softerDifferences(one: Tool, other: Tool): EqualServer['alike'][number]['softer'] {
  const parts = [
    ['title', one.title, other.title],
    ['description', one.description, other.description],
    ['annotations', one.annotations, other.annotations],
    ['output', one.outputSchema, other.outputSchema],
  ] as const
  return parts.flatMap(([name, here, there]) =>
    canonicalJson(here ?? null) === canonicalJson(there ?? null) ? [] : [name],
  )
}
