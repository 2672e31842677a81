import type { Proposal } from '../../../shared/contract/turns'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

/** The tools that fit, each with what of its form is known, as it can be said again. */
export function proposalsText(words: Words, proposals: readonly Proposal[]): string {
  if (proposals.length === 0) return words('chat.no-proposals')
  return proposals
    .map(({ server, tool, description, arguments: args, missing }, index) =>
      [
        `${index + 1}. ${oneLine(`/${server}.${tool} ${JSON.stringify(args)}`)}`,
        ...(description ? [`   ${oneLine(description).slice(0, 200)}`] : []),
        ...(missing.length > 0
          ? [`   ${words('chat.missing', { names: missing.map(oneLine).join(', ') })}`]
          : []),
      ].join('\n'),
    )
    .join('\n')
}
