import type { SourceIssue } from '../../shared/contract/discovery'
import type { Lines } from './lines'

type Code = SourceIssue['code']
type Detail = SourceIssue['detail']

/** An issue of a file as a whole. */
export function fileIssue(code: Code, message: string, detail: Detail = {}): SourceIssue {
  return {
    severity: code === 'watch-fallback' ? 'warning' : 'error',
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
