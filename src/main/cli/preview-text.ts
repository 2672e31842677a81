import type { AddressPreview, ApprovalPreview } from '../../shared/contract/inbox'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** What waits for consent, character by character. `line` has its control characters escaped already. */
export function previewText(words: Words, preview: ApprovalPreview): string {
  if ('url' in preview) return addressText(words, preview)
  const { line, cwd, env, fingerprint } = preview
  return [
    words('approve.runs'),
    `    ${oneLine(line)}`,
    ...(cwd === null ? [] : [words('approve.in', { cwd: oneLine(cwd) })]),
    ...pairs(words('approve.with'), env, '='),
    words('approve.shown', { fingerprint }),
  ].join('\n')
}

function addressText(words: Words, preview: AddressPreview): string {
  const { line, transport, headers, health_check_url: health, fingerprint } = preview
  return [
    words('approve.contacts'),
    `    ${oneLine(line)} (${transport})`,
    ...pairs(words('approve.headers'), headers, ': '),
    ...(health === null ? [] : [words('approve.health', { url: oneLine(health) })]),
    words('approve.shown', { fingerprint }),
  ].join('\n')
}

function pairs(head: string, values: Readonly<Record<string, string>>, between: string): string[] {
  const lines = Object.entries(values).map(
    ([name, value]) => `    ${oneLine(name)}${between}${oneLine(value)}`,
  )
  return lines.length === 0 ? [] : [head, ...lines]
}
