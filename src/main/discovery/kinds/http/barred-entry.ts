import { literalOf, nearnessOf } from '../../../addresses'
import { fileIssue } from '../../issue'
import type { ListedEntry } from './format'

/** A list from elsewhere may not send Rollcall where clouds keep their credentials; see `Reach`. */
export function withoutBarred(entry: ListedEntry): ListedEntry {
  const { name, field, line, document } = entry
  if (document === null) return entry
  for (const url of [document.url, document.health_check_url]) {
    const literal = url == null ? undefined : literalOf(new URL(url))
    if (literal === undefined || nearnessOf(literal) !== 'barred') continue
    const told = `${literal} leads to ${literal}, which Rollcall does not ask.`
    const issue = {
      ...fileIssue('address-barred', told, { host: literal, address: literal }),
      field,
      line,
      server: name,
    }
    return { ...entry, document: null, issues: [entry.placed?.(issue) ?? issue] }
  }
  return entry
}
