import { readLongDocument } from '../../document'
import { isFields } from '../../fields'
import { issueAt } from '../../issue'
import { type Format, noFrame } from './format'
import { PageRefused } from './page-issue'

/** The original's `{ "servers": […] }`, or a map of servers by name. */
export const originalFormat: Format = {
  name: 'original',
  fits: ({ value }) => isFields(value),
  read: async ({ text }) => {
    const { entries, frame, issues, lines } = await readLongDocument(text, 'list.json')
    const [issue] = issues
    if (frame === null && issue) throw new PageRefused(issue, { isMiss: issue.code === 'no-servers' })
    return {
      entries: entries.map(({ name, field, node, document, issues: told }) => ({
        name,
        field,
        line: lines.placeOf(node.offset).line,
        document,
        issues: told,
        placed: (issue) => issueAt(lines, node.offset, issue),
      })),
      frame: frame ?? noFrame,
      issues,
      nextCursor: null,
      links: [],
    }
  },
}
