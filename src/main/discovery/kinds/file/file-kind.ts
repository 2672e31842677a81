import { stat } from 'node:fs/promises'
import { z } from 'zod'
import type { SourceIssue, SourceTest } from '../../../../shared/contract/discovery'
import { Fault } from '../../../../shared/contract/fault'
import { knownClient } from '../../clients/known-clients'
import type { Accepted, NamedEntry, Reader, ReaderParts, SourceKind } from '../../kind'
import { SourceTrial } from '../../source-trial'
import { FileReader, type FileWatching, readingOfFile } from './file-reader'
import { mostMiBOf } from './look'
import { membersOf, nameOf } from './members'
import { checkedPath, placeOf } from './place'
import { readPlainFile } from './plain-file'

const Options = z.object({
  /** The program whose file it is, e.g. `cursor`: it is read in that program's spelling. */
  client: z.string().max(64).optional(),
})
type Options = z.infer<typeof Options>

/** A file, a folder of `*.json`, or the files a pattern matches: the original's `file_watch`. */
export class FileKind implements SourceKind<Options> {
  readonly type = 'file_watch'
  readonly options = Options
  readonly #watching: FileWatching

  constructor(watching: FileWatching = {}) {
    this.#watching = watching
  }

  /** `file_path` is the original's word for `path`. */
  accept({ path, file_path, client }: Readonly<Record<string, unknown>>): Accepted<Options> {
    const address = checkedPath(path ?? file_path)
    return { address, name: nameOf(address), options: optionsFrom(client), secrets: {} }
  }

  /** A person chose it from what lies on this computer. */
  isTrusted(): boolean {
    return true
  }

  placeOf(address: string): Promise<string> {
    return placeOf(address)
  }

  open(parts: ReaderParts<Options>): Reader {
    return new FileReader(parts, this.#watching)
  }

  async test({
    address,
    options: { client },
    host,
  }: Parameters<SourceKind<Options>['test']>[0]): Promise<SourceTest> {
    const trial = new SourceTrial(host.clock)
    const { base, list } = membersOf(address)
    const exists = await stat(base).then(
      () => true,
      () => false,
    )
    if (!trial.step('file-exists', exists, { address: base })) return trial.outcome()

    const listed = await list()
    if ('kind' in listed) {
      trial.step('readable', false)
      return trial.outcome(listed.kind === 'refused' ? [listed.issue] : [])
    }
    const entries: NamedEntry[] = []
    const issues: SourceIssue[] = []
    let [bytes, unread, unparsed] = [0, 0, 0]
    for (const path of listed) {
      const content = await readPlainFile(path, mostMiBOf(path))
      if (content.kind === 'text') bytes += Buffer.byteLength(content.text)
      const reading = await readingOfFile(path, content, client)
      if (reading.outcome === 'named') entries.push(...reading.entries)
      else {
        issues.push(reading.issue)
        if (content.kind === 'text') unparsed += 1
        else unread += 1
      }
    }
    const isReadable = unread < listed.length || listed.length === 0
    if (!trial.step('readable', isReadable, { files: listed.length - unread, bytes }))
      return trial.outcome(issues)
    const isParsed = unread + unparsed < listed.length || listed.length === 0
    if (!trial.step('parses', isParsed, { files: listed.length - unread - unparsed }))
      return trial.outcome(issues)
    return trial.named(entries, issues)
  }
}

/** Throws Fault `invalid`. */
function optionsFrom(client: unknown): Options {
  if (client === undefined) return {}
  if (typeof client === 'string' && knownClient(client)) return { client }
  throw new Fault('invalid', 'client is no program whose files are known.', {
    issues: [{ path: 'client', message: 'is no program whose files are known' }],
  })
}
