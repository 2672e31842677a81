import type { RegistrationDocument } from '../../shared/contract/registration'
import { draftOf } from '../registry/draft'
import { readPasted } from '../registry/pasted'
import { suggestName } from '../registry/suggest-name'

/** Pages that hand an install link on: their address is no server's. */
const installPage =
  /\/(?:[a-z]{2}\/)?install-mcp\b|\/mcp\/install\b|^https:\/\/(?:insiders\.)?vscode\.dev\/redirect|\/integrations\?mcp=/u

/**
 * The server that one address or one command line tells of, in the original format; its name is a guess from the rest.
 * Null for any other text: what that is the core says.
 */
export function toldServer(text: string): RegistrationDocument | null {
  const line = text.trim()
  if (/[\r\n]/u.test(line) || installPage.test(line)) return null
  const told = readPasted(line, false)
  if (told?.kind !== 'url' && told?.kind !== 'command') return null
  const { kind, ...fields } = told
  const document = { name: '', ...(kind === 'url' ? fields : withoutEmpty(fields)) } as RegistrationDocument
  const name = suggestName(draftOf(document), new Set())
  return name === '' ? null : { ...document, name }
}

function withoutEmpty(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value ?? {}).length === 0
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)))
}
