import type { ExportRemark } from '../../../shared/contract/import'
import { type RegistrationDocument, toRegistration } from '../../../shared/contract/registration'
import { placeholderName, type SecretPlace, secretFree } from './secret-free'

/** A document in a format of others, and what it could not take as it is. */
export interface Written {
  readonly document: Readonly<Record<string, unknown>>
  /** Servers in it. */
  readonly count: number
  readonly remarks: readonly ExportRemark[]
}

/** `{"mcpServers": {…}}`, as Claude, Cursor and most others read it. Secrets become variables of the environment. */
export function asMcpServers(documents: readonly RegistrationDocument[]): Written {
  const taken = new Set<string>()
  const { entries, remarks } = clientEntries(documents, (server, { field, name }) => {
    // A variable keeps its name: it is the one its readers know.
    const variable = field.startsWith('env.') ? name : placeholderName([server, name], taken)
    return `\${${variable}}`
  })
  return { document: { mcpServers: entries }, count: documents.length, remarks }
}

/** VS Code's `mcp.json`: `{"inputs": […], "servers": {…}}`. Secrets are asked for once, and kept there. */
export function asVsCode(documents: readonly RegistrationDocument[]): Written {
  const taken = new Set<string>()
  const inputs: { type: 'promptString'; id: string; description: string; password: true }[] = []
  const { entries, remarks } = clientEntries(documents, (server, { name }) => {
    const id = placeholderName([server, name], taken).toLowerCase().replaceAll('_', '-')
    inputs.push({ type: 'promptString', id, description: `${name} (${server})`, password: true })
    return `\${input:${id}}`
  })
  return { document: { inputs, servers: entries }, count: documents.length, remarks }
}

/** Fields in which clients put values for placeholders. */
const filledByClients = /^(?:headers\.|env\.|url$|args$)/u

/**
 * The map of servers by name. What clients know comes first, in their words; Rollcall's own fields follow, which they
 * pass over and a Rollcall takes back.
 */
function clientEntries(
  documents: readonly RegistrationDocument[],
  placeholderFor: (server: string, place: SecretPlace) => string,
): { entries: Record<string, unknown>; remarks: ExportRemark[] } {
  const remarks: ExportRemark[] = []
  const entries = documents.map((document) => {
    const server = document.name
    const free = secretFree(document, (place) => {
      const { field } = place
      if (!filledByClients.test(field)) {
        remarks.push({ server, code: 'withheld', field, detail: {} })
        return undefined
      }
      const placeholder = placeholderFor(server, place)
      remarks.push({ server, code: 'placeholder', field, detail: { placeholder } })
      return placeholder
    })
    if (document.timeout !== undefined)
      remarks.push({
        server,
        code: 'seconds',
        field: 'timeout',
        detail: { seconds: String(document.timeout) },
      })
    return [server, entryOf(free)] as const
  })
  return { entries: Object.fromEntries(entries), remarks }
}

function entryOf(document: RegistrationDocument): Record<string, unknown> {
  const { name: _key, type: _told, url, command, args, env, cwd, headers, enabled, ...own } = document
  return {
    // Some clients take an address for a command's unless they are told.
    type: toRegistration(document).transport,
    ...(url !== undefined && { url }),
    ...(command !== undefined && { command }),
    ...(args && { args }),
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
    ...(headers && { headers }),
    ...(enabled === false && { disabled: true }),
    ...own,
  }
}
