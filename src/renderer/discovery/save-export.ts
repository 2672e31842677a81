import type { TFunction } from 'i18next'
import { toast } from 'sonner'
import type { Client } from '../../shared/contract'
import type { ExportFormat, ExportRemark } from '../../shared/contract/import'
import { exportRemarkSentence } from '../text/sentences'
import { saveFile } from '../ui/save-file'

/** As the programs that read them call such files. */
const fileNames: Record<ExportFormat, string> = {
  original: 'servers_config.json',
  mcpServers: 'mcp_servers.json',
  vscode: 'mcp.json',
  registry: 'registry_servers.json',
}

/** Remarks told before the rest is counted. */
const remarksShown = 4
const toldMs = 12_000

interface Means {
  readonly client: Client
  readonly t: TFunction
}

/** Offers servers as a file in a format, and says what it could not take. Throws what the core refuses. */
export async function saveExport(
  { client, t }: Means,
  format: ExportFormat,
  chosen: { readonly source?: string; readonly servers?: string[] } = {},
): Promise<void> {
  const { document, count, remarks } = await client.discovery.exportAs({ format, ...chosen })
  const file = fileNames[format]
  saveFile(file, `${JSON.stringify(document, null, 2)}\n`)
  const told = t('export.done', { count, file })
  if (remarks.length === 0) toast.success(told)
  else toast.info(told, { description: remarkLines(t, remarks).join('\n'), duration: toldMs })
}

function remarkLines(t: TFunction, remarks: readonly ExportRemark[]): string[] {
  const lines = remarks.slice(0, remarksShown).map(exportRemarkSentence)
  const more = remarks.length - lines.length
  return more > 0 ? [...lines, t('export.more', { count: more })] : lines
}
