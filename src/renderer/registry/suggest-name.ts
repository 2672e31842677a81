import { freeName, nameFromCommand, nameFromUrl } from '../../shared/suggested-name'
import { type Draft, linesOf } from './draft'

/** A name for what the form describes, not one of `taken`; empty where nothing suggests one. */
export function suggestName(draft: Draft, taken: ReadonlySet<string>): string {
  const { kind, url, command, args } = draft
  if (kind === 'http') return freeName(nameFromUrl(url.trim()), taken)
  return freeName(nameFromCommand(command, args.trim() === '' ? [] : linesOf(args)), taken)
}
