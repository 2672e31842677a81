import { diffLines } from 'diff'
import type { ToolChange } from '../../../shared/contract/consents'
import type { Tool } from '../../../shared/contract/tools'
import { visible } from '../../../shared/visible-text'
import { canonicalJson } from '../../registry/canonical'

/** What of a tool an approval covers besides its name. */
export type Definition = Pick<Tool, 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'>

const linesMax = 2_000
/** Of each side that is compared; what comes after is only said to be there. */
const charactersMax = 200_000

export function definitionOf({
  title,
  description,
  inputSchema,
  outputSchema,
  annotations,
}: Tool): Definition {
  return {
    inputSchema,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(outputSchema && { outputSchema }),
    ...(annotations && { annotations }),
  }
}

/** How a tool differs from what it was, for a person to read line by line. */
export function toolChange(before: Definition, now: Definition): ToolChange {
  const parts = (
    [
      ['title', before.title, now.title],
      ['description', before.description, now.description],
      ['schema', [before.inputSchema, before.outputSchema], [now.inputSchema, now.outputSchema]],
      ['annotations', before.annotations, now.annotations],
    ] as const
  ).flatMap(([part, was, is]) => (canonicalJson([was]) === canonicalJson([is]) ? [] : [part]))
  const lines = diffLines(asText(before), asText(now), { timeout: 500 })
  return {
    parts,
    lines: (lines ?? wholly(before, now))
      .flatMap(({ value, added, removed }) =>
        value
          .replace(/\n$/u, '')
          .split('\n')
          .map((text) => ({
            kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
            text,
          })),
      )
      .slice(0, linesMax),
  }
}

/** Where comparing line by line takes too long. */
function wholly(before: Definition, now: Definition) {
  return [
    { value: asText(before), added: false, removed: true },
    { value: asText(now), added: true, removed: false },
  ]
}

function asText({ title, description, inputSchema, outputSchema, annotations }: Definition): string {
  const schemas = { inputSchema, ...(outputSchema && { outputSchema }), ...(annotations && { annotations }) }
  const text = [title, description, JSON.stringify(inOrder(schemas), null, 2)]
    .filter((part) => part !== undefined)
    .join('\n')
  return `${visible(text.slice(0, charactersMax))}\n`
}

/** With properties in one order: a server that only shuffles them changed nothing. */
function inOrder(value: unknown): unknown {
  return JSON.parse(canonicalJson(value))
}
