import { createPatch } from 'diff'
import type { UsePreview } from '../../../shared/contract/clients'
import { Fault } from '../../../shared/contract/fault'
import type { RegistrationDocument } from '../../../shared/contract/registration'
import { hiding, holdsSecret } from '../../registry/secrets'
import { isFields } from '../fields'
import { type ClientFile, hashOf } from './client-file'
import { spell } from './client-spelling'
import { editConfig } from './config-edit'
import { readConfig } from './config-reading'
import type { KnownClient } from './known-clients'

/** What writing servers into a client's file comes to, before anything is written. */
export interface Use {
  readonly preview: UsePreview
  /** The file's whole content afterwards. */
  readonly text: string
}

/** Works out a use; pure but for what it is given. Throws Fault `file-unusable`. */
export function plannedUse(
  documents: readonly RegistrationDocument[],
  file: ClientFile,
  client: KnownClient,
): Use {
  if (file.state === 'unreadable') throw unusable(file.path, file.issue.message)
  const before = file.state === 'found' ? file.text : ''
  const reading = readConfig(before, client)
  if (!('config' in reading)) throw unusable(file.path, reading.message)
  const servers: UsePreview['servers'] = []
  const remarks: UsePreview['remarks'] = []
  const changes = documents.flatMap((document) => {
    const { name } = document
    if (document.url !== undefined && client.dialect.url === null) {
      servers.push({ server: name, outcome: 'no-remote' })
      return []
    }
    // One that cannot be read cannot be changed with care either.
    if (reading.refused.some((each) => each.name === name))
      throw unusable(file.path, `“${name}” cannot be read.`)
    const entry = reading.entries.find((each) => each.name === name) ?? null
    const spelled = spell(document, entry?.fields ?? {}, client)
    const outcome = entry === null ? 'added' : spelled.edits.length > 0 ? 'changed' : 'unchanged'
    servers.push({ server: name, outcome })
    remarks.push(...spelled.remarks)
    return outcome === 'unchanged' ? [] : [{ name, entry, edits: spelled.edits }]
  })
  const text = changes.length === 0 ? before : editConfig(before, changes, client)
  if (text === null)
    throw unusable(file.path, 'its list is laid out in a way that cannot be changed without harm.')
  return {
    text,
    preview: {
      client: client.id,
      name: client.name,
      path: file.path,
      exists: file.state === 'found',
      servers,
      diff: before === text ? '' : diffOf(file.path, before, text, client),
      remarks,
      hash: hashOf([file.path, file.hash, text].join('\0')),
    },
  }
}

function unusable(path: string, told: string): Fault {
  const reason = told.replace(/\.$/u, '')
  return new Fault('file-unusable', `${path} cannot be used: ${reason}.`, { path, reason })
}

/** Secrets that stand in the file already stay there, and off every screen. */
function diffOf(path: string, before: string, after: string, client: KnownClient): string {
  const secrets = [before, after].flatMap((text) => {
    const reading = readConfig(text, client)
    return 'config' in reading ? secretsIn(reading.config, '') : []
  })
  const hide = hiding(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))
  return createPatch(path, hide(before), hide(after), undefined, undefined, { context: 3 })
}

const headerFields: ReadonlySet<string> = new Set(['headers', 'http_headers'])

function secretsIn(value: unknown, key: string, all = false): string[] {
  if (typeof value === 'string') {
    const isPlaceholder = /\$\{|^\$\w+$|^<\w+>$|^\{env:/u.test(value)
    return !isPlaceholder && (all || holdsSecret('env', key)) ? [value] : []
  }
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, '', all))
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([name, part]) => secretsIn(part, name, all || headerFields.has(name)))
}
