import type { SourceIssue } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import { bySkeleton, isSuspect, lookAlike } from './confusable'
import { fileIssue, twinIssue } from './issue'
import type { NamedEntry } from './kind'

/** An issue of an entry, where the entry stands. */
function atEntry({ field, line, file, placed }: NamedEntry, issue: SourceIssue): SourceIssue {
  const told = { ...issue, field, line, ...(file !== undefined && { file }) }
  return placed?.(told) ?? told
}

/** The entries' issues, and that a name imitates one of another source; such entries are taken all the same. */
export function withSuspicions(entries: readonly NamedEntry[], known: readonly string[]): SourceIssue[] {
  if (!entries.some(({ document }) => document && isSuspect(document.name)))
    return entries.flatMap(({ issues }) => issues)
  const names = bySkeleton([...known, ...entries.flatMap(({ name }) => name ?? [])])
  return entries.flatMap((entry) => {
    const { document, issues } = entry
    const isTold = document === null || issues.some(({ code }) => code === 'confusable')
    const other = isTold ? undefined : lookAlike(document.name, names)
    if (document === null || other === undefined) return issues
    const server = document.name
    const message = `The name “${server}” looks like “${other}” but is not the same.`
    const issue = fileIssue('confusable', message, { server, other })
    return [...issues, atEntry(entry, { ...issue, severity: 'warning', server })]
  })
}

/** Entries whose name another server has, elsewhere: what they are called instead. */
export function twinIssues(
  twins: readonly { readonly name: string; readonly owner: string; readonly as: string }[],
  entries: readonly NamedEntry[],
): SourceIssue[] {
  if (twins.length === 0) return []
  const byName = new Map(entries.toReversed().map((entry) => [entry.document?.name, entry]))
  return twins.map(({ name, owner, as }) => {
    const issue = twinIssue(name, { owner, as })
    const entry = byName.get(name)
    return entry ? atEntry(entry, issue) : issue
  })
}

export function heldIssue({ length: missing }: readonly string[]): SourceIssue {
  const message = `${missing} servers are not named any more, all at once. Nothing has gone: say whether they should.`
  return fileIssue('held', message, { missing })
}

/** What a source names could not be taken. */
export function keepingFailed(error: unknown): SourceIssue {
  const reason =
    error instanceof Fault ? error.message.replace(/\.$/u, '') : 'Rollcall could not keep what it says'
  return fileIssue('unreadable', `The file could not be taken: ${reason}.`, { reason })
}
