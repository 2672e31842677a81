import type { Client } from '../../shared/contract'
import { saveFile } from '../ui/save-file'
import type { Filter } from './event-query'

const pageSize = 1_000

/** Offers all events that fit as a file, one JSON object a line, oldest first. Resolves with how many there are. */
export async function exportEvents(client: Client, filter: Filter): Promise<number> {
  const lines: string[] = []
  let after = 0
  for (let more = true; more; ) {
    const page = await client.activity.list({ ...filter, after, limit: pageSize })
    lines.push(...page.map((event) => `${JSON.stringify(event)}\n`))
    after = page.at(-1)?.id ?? after
    more = page.length === pageSize
  }
  const day = new Date().toLocaleDateString('sv-SE')
  saveFile(`rollcall-events-${day}.jsonl`, lines, 'application/x-ndjson')
  return lines.length
}
