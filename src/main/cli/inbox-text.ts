import type { Inbox, Mark, WaitingServer } from '../../shared/contract/inbox'
import { formatAge } from './format'
import { sourceName } from './sentences'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** All that waits, source by source, and what was refused by name. */
export function inboxText(words: Words, { count, waiting, refused }: Inbox, nowMs: number): string {
  const parts = waiting.map((server) => waitingText(words, server, nowMs))
  if (count === 0) parts.push(words('inbox.none'))
  else if (count > waiting.length) parts.push(words('inbox.more', { count: count - waiting.length }))
  if (refused.length > 0)
    parts.push(words('inbox.refused', { names: refused.map(({ name }) => oneLine(name)).join(', ') }))
  return parts.join('\n\n')
}

/** One server, whole: where it is from, what would run or be contacted, what of it deserves a look, what is new. */
export function waitingText(words: Words, server: WaitingServer, nowMs: number): string {
  const { name, source, kind, line, marks, others, differences, since, fingerprint } = server
  const called = oneLine(sourceName(words, source))
  const from = source.address === '' ? called : `${called} (${oneLine(source.address)})`
  return [
    words('inbox.from', {
      name: oneLine(name),
      source: from,
      type: source.type,
      age: formatAge(words.language, since, nowMs),
    }),
    `  ${words(kind === 'command' ? 'approve.runs' : 'approve.contacts')}`,
    `    ${line}`,
    ...others.map(({ field, text }) => `    ${oneLine(field)}: ${text}`),
    ...remarks(words, line, marks),
    ...others.flatMap((other) => remarks(words, other.text, other.marks)),
    ...(differences ?? []).map(
      ({ field, before, after }) => `  ~ ${oneLine(field)}: ${before ?? '–'} → ${after ?? '–'}`,
    ),
    `  ${words('approve.shown', { fingerprint })}`,
  ].join('\n')
}

function remarks(words: Words, text: string, marks: readonly Mark[]): string[] {
  return marks.map(
    ({ start, end, reason }) => `  ! ${text.slice(start, end)}: ${words(`shared:inbox.reason.${reason}`)}`,
  )
}
