import type { Exported, ExportFormat, ExportRemark } from '../../../shared/contract/import'
import type { RegistrationDocument } from '../../../shared/contract/registration'
import type { Registry } from '../../registry/registry'
import { withheld } from '../withheld'
import { asMcpServers, asVsCode, type Written } from './client-map'
import { asRegistryList } from './registry-list'
import { secretFree } from './secret-free'

const writers = {
  original: asOriginal,
  mcpServers: asMcpServers,
  vscode: asVsCode,
  registry: asRegistryList,
} satisfies Record<ExportFormat, (documents: readonly RegistrationDocument[]) => Written>

export interface Chosen {
  readonly format: ExportFormat
  readonly source?: string | undefined
  readonly servers?: readonly string[] | undefined
}

/** What is chosen of the registry, else all of it. Throws Fault `not-found`. */
export function writeChosen({ format, source, servers }: Chosen, registry: Registry): Exported {
  const records = servers ? servers.map((name) => registry.byName(name)) : registry.all()
  const chosen = records.filter((record) => source === undefined || record.source.id === source)
  return writeAs(
    format,
    chosen.map(({ document }) => document),
  )
}

/** Registrations, their secrets references, in a format of your choice. */
export function writeAs(format: ExportFormat, documents: readonly RegistrationDocument[]): Exported {
  const { document, count, remarks } = writers[format](documents)
  return { document: { ...document }, count, remarks: [...remarks] }
}

/** References stay: read back here, they open again what they stand for. */
export function asOriginal(
  documents: readonly RegistrationDocument[],
): Written & { readonly document: { readonly servers: RegistrationDocument[] } } {
  const remarks: ExportRemark[] = []
  const servers = documents.map((document) =>
    secretFree(document, ({ field, reference }) => {
      const server = document.name
      remarks.push({ server, code: reference === undefined ? 'withheld' : 'reference', field, detail: {} })
      return reference === undefined ? withheld : `\${secret:${reference}}`
    }),
  )
  return { document: { servers }, count: servers.length, remarks }
}
