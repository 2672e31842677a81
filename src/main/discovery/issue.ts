import type { SourceIssue } from '../../shared/contract/discovery'
import type { Lines } from './lines'

type Code = SourceIssue['code']
type Detail = SourceIssue['detail']

/** What is said, but keeps nothing from being taken. */
const remarks: ReadonlySet<Code> = new Set(['watch-fallback', 'twin', 'held'])

/** A server of this name that is elsewhere has the name already. */
export function twinIssue(server: string, parts: { owner: string; as: string }): SourceIssue {
  const { owner, as } = parts
  const message = `${owner} names another server “${server}”, at another address. This one is “${as}”, and off.`
  return { ...fileIssue('twin', message, { server, owner, as }), server }
}

/** An issue of a file as a whole. */
export function fileIssue(code: Code, message: string, detail: Detail = {}): SourceIssue {
  return {
    severity: remarks.has(code) ? 'warning' : 'error',
    code,
    message,
    detail,
    line: null,
    column: null,
    field: '',
    server: null,
    excerpt: null,
    mark: null,
  }
}

/** Puts an issue where it belongs in the text. */
export function issueAt(lines: Lines, offset: number, issue: SourceIssue): SourceIssue {
  return { ...issue, ...lines.placeOf(offset), ...lines.excerptAt(offset) }
}
