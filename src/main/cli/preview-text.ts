import type { CommandPreview } from '../../shared/contract/import'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** What waits for consent, character by character. `line` has its control characters escaped already. */
export function previewText(words: Words, { line, cwd, env, fingerprint }: CommandPreview): string {
  const variables = Object.entries(env).map(([name, value]) => `    ${oneLine(name)}=${oneLine(value)}`)
  return [
    words('approve.runs'),
    `    ${oneLine(line)}`,
    ...(cwd === null ? [] : [words('approve.in', { cwd: oneLine(cwd) })]),
    ...(variables.length === 0 ? [] : [words('approve.with'), ...variables]),
    words('approve.shown', { fingerprint }),
  ].join('\n')
}
