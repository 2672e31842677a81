import type { Tool as SdkTool } from '@modelcontextprotocol/client'
import { Fault } from '../../shared/contract/fault'
import type { ToolResult } from '../../shared/contract/tools'
import type { Connection } from './connection'
import type { CallTerms, Session } from './session'

/** A tool as the last list has it. Throws Fault not-found. */
export function definitionOf({ record, shelf }: Connection, tool: string): SdkTool {
  const { offer } = shelf
  const { name } = record.registration
  if (!offer.tools.some((one) => one.name === tool))
    throw new Fault('not-found', `${name} has no tool named ${tool}.`, { kind: 'tool', name: tool })
  return offer.definitions.get(tool) ?? { name: tool, inputSchema: { type: 'object' } }
}

/** Runs a tool once. Throws what the SDK throws. */
export async function callTool(
  session: Session,
  definition: SdkTool,
  args: Record<string, unknown>,
  terms: CallTerms,
): Promise<Omit<ToolResult, 'durationMs'>> {
  const result = await session.callTool(definition, args, terms)
  return {
    content: result.content.map((part) => ({ ...part })),
    ...(result.structuredContent !== undefined && { structuredContent: result.structuredContent }),
    isError: result.isError === true,
  }
}
