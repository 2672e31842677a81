import { createHash } from 'node:crypto'
import type { ExportRemark } from '../../../shared/contract/import'
import { type RegistrationDocument, toRegistration } from '../../../shared/contract/registration'
import { registrationKey } from '../server-json/server-json'
import type { Written } from './client-map'
import { placeholderName, secretFree } from './secret-free'

const schema = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'
/** What the schema allows. */
const properName = /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/u
const nameMax = 200
const textMax = 100
/** Rollcall cannot know which version answers at an address. */
const versionUnknown = '0.0.0'

/** A server as the official registry describes it (`server.json`). */
export interface ServerJson {
  readonly $schema: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly remotes: readonly object[]
  readonly _meta: Readonly<Record<string, unknown>>
}

/** The list a registry of the official API answers with. Commands have no place in it: `packages` are not known here. */
export function asRegistryList(documents: readonly RegistrationDocument[]): Written {
  const remarks: ExportRemark[] = []
  const servers = documents.flatMap((document) => {
    const written = serverJson(document)
    remarks.push(...written.remarks)
    return written.server === null ? [] : [{ server: written.server, _meta: {} }]
  })
  const { length: count } = servers
  return { document: { servers, metadata: { count } }, count, remarks }
}

/** One server; null where it is a command, and `remarks` says so. */
export function serverJson(document: RegistrationDocument): {
  server: ServerJson | null
  remarks: readonly ExportRemark[]
} {
  const { name } = document
  const remarks: ExportRemark[] = []
  const remark = (code: ExportRemark['code'], field: string, detail: ExportRemark['detail'] = {}) =>
    remarks.push({ server: name, code, field, detail })
  if (document.url === undefined) {
    remark('command', 'command')
    return { server: null, remarks }
  }
  const headers: object[] = []
  const variables: Record<string, object> = {}
  const taken = new Set<string>()
  const free = secretFree(document, ({ field, name: secret }) => {
    if (field.startsWith('headers.')) headers.push({ name: secret, isRequired: true, isSecret: true })
    else if (field === 'url') {
      const variable = placeholderName([secret], taken).toLowerCase()
      variables[variable] = { description: secret, isRequired: true, isSecret: true }
      remark('declared', field)
      return `{${variable}}`
    }
    remark(field.startsWith('headers.') ? 'declared' : 'withheld', field)
    return undefined
  })
  const description = cut(free.description || name)
  if (description !== free.description && free.description) remark('shortened', 'description')
  const { transport } = toRegistration(document)
  const remote = {
    type: transport === 'sse' ? 'sse' : 'streamable-http',
    url: free.url,
    ...(headers.length > 0 && { headers }),
    ...(Object.keys(variables).length > 0 && { variables }),
  }
  const { url: _said, headers: _declared, ...own } = free
  const server: ServerJson = {
    $schema: schema,
    name: registryName(name),
    title: cut(name),
    description,
    version: versionOf(document),
    remotes: [remote],
    _meta: { [registrationKey]: own },
  }
  return { server, remarks }
}

/** As it is where it fits; else in a namespace of its own, with what tells it from others that would read the same. */
export function registryName(name: string): string {
  if (properName.test(name) && name.length <= nameMax) return name
  const slug = name.replace(/[^a-zA-Z0-9._-]+/gu, '-').slice(0, textMax)
  const mark = slug === name ? '' : `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
  return `local.rollcall/${slug}${mark}`
}

/** The format takes no ranges. */
function versionOf({ metadata }: RegistrationDocument): string {
  const told = metadata?.version
  const isOne = typeof told === 'string' && /^v?\d[\w.+-]{0,100}$/u.test(told)
  return isOne ? told : versionUnknown
}

/** Whole characters, with a mark where something is missing. */
function cut(text: string): string {
  if (text.length <= textMax) return text
  const start = text.slice(0, textMax - 1)
  return `${start.isWellFormed() ? start : start.slice(0, -1)}…`
}
