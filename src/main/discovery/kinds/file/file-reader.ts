import { basename, relative } from 'node:path'
import type { SourceIssue } from '../../../../shared/contract/discovery'
import { readClient } from '../../clients/client-document'
import { knownClient } from '../../clients/known-clients'
import { readLongDocument } from '../../document'
import { namedEntry } from '../../entry'
import { fileIssue } from '../../issue'
import type { NamedEntry, Reader, ReaderParts, Reading } from '../../kind'
import { FileWatch, type FileWatchParts } from './file-watch'
import type { Contents } from './look'
import { isPattern, membersOf } from './members'
import type { FileContent } from './plain-file'

/** What tests replace: the waits, and how files are observed. */
export type FileWatching = Pick<FileWatchParts, 'times' | 'observe'>

/** What several files name has no common frame. */
const noFrame = { keys: ['servers'], rest: {} }

/** Reads one file, or the files of a folder or pattern as one list. */
export class FileReader implements Reader {
  readonly #watch: FileWatch
  readonly #base: string
  readonly #address: string
  readonly #client: string | undefined
  readonly #onReading: ReaderParts<unknown>['onReading']
  readonly #onChange: () => void
  /** Of several files: the names each had when it could last be read, so that a broken one takes none of them away. */
  readonly #names = new Map<string, readonly string[]>()

  /** What was found is read and told one after the other. */
  #telling: Promise<void> = Promise.resolve()
  #ended = false

  constructor(parts: ReaderParts<{ readonly client?: string | undefined }>, watching: FileWatching = {}) {
    const { address, intervalMs, host } = parts
    this.#address = address
    this.#client = parts.options.client
    this.#base = membersOf(address).base
    this.#onReading = parts.onReading
    this.#onChange = parts.onChange
    this.#watch = new FileWatch({ address, intervalMs, clock: host.clock, ...watching })
  }

  async start(): Promise<void> {
    this.#watch.on('contents', (contents) => {
      this.#telling = this.#telling.then(() => this.#tell(contents))
    })
    this.#watch.on('fallback', this.#onChange)
    await this.#watch.start()
    await this.#telling
  }

  async read(): Promise<void> {
    await this.#watch.read()
    await this.#telling
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#watch.end()
    await this.#telling
  }

  forget(): void {
    this.#watch.forget()
  }

  lookEvery(intervalMs: number | null): void {
    this.#watch.lookEvery(intervalMs)
  }

  get intervalMs(): number {
    return this.#watch.intervalMs
  }

  get nextLookAt(): number | null {
    return this.#watch.nextLookAt
  }

  get remarks(): readonly SourceIssue[] {
    return this.#watch.polling ? [pollingIssue(this.#watch.intervalMs)] : []
  }

  async #tell(contents: Contents): Promise<void> {
    if (this.#ended) return
    const reading = await this.#readingOf(contents)
    if (!this.#ended) this.#onReading(reading)
  }

  async #readingOf(contents: Contents): Promise<Reading> {
    // One file; or why the folder cannot be listed.
    const place = contents.get(this.#base)
    return place ? readingOfFile(this.#base, place, this.#client) : this.#readingOfSeveral(contents)
  }

  async #readingOfSeveral(contents: Contents): Promise<Reading> {
    const entries = new FirstOfName()
    const issues = contents.size === 0 ? [noFilesIssue(this.#address)] : []
    for (const [path, content] of contents) {
      const file = relative(this.#base, path)
      const reading = await readingOfFile(path, content, this.#client)
      if (reading.outcome === 'named') {
        const named = reading.entries.map((entry) => inFile(entry, file))
        entries.add(named)
        this.#names.set(path, [...new Set(named.flatMap(({ name }) => name ?? []))])
        continue
      }
      const issue = { ...reading.issue, file }
      const names = this.#names.get(path)
      entries.add(names?.map((name) => refusal(file, name, [])) ?? [refusal(file, null, [issue])])
      if (names) issues.push(issue)
    }
    for (const path of this.#names.keys()) if (!contents.has(path)) this.#names.delete(path)
    return { outcome: 'named', entries: entries.all, frame: noFrame, issues }
  }
}

/** What one file comes to by itself; with `client` in that program's spelling, whatever it is called. */
export async function readingOfFile(path: string, content: FileContent, client?: string): Promise<Reading> {
  if (content.kind === 'missing') return { outcome: 'missing', issue: missingIssue() }
  if (content.kind === 'refused') return { outcome: 'failed', issue: content.issue }
  const program = client === undefined ? undefined : knownClient(client)
  if (program) return readClient(content.text, program)
  const document = await readLongDocument(content.text, path)
  const { frame, issues } = document
  const [issue] = issues
  if (frame === null && issue) return { outcome: 'failed', issue }
  return {
    outcome: 'named',
    entries: document.entries.map((entry) => namedEntry(entry, document)),
    frame: frame ?? noFrame,
    issues,
  }
}

function inFile(entry: NamedEntry, file: string): NamedEntry {
  return {
    ...entry,
    file,
    issues: entry.issues.map((issue) => ({ ...issue, file })),
    placed: (issue) => ({ ...(entry.placed?.(issue) ?? issue), file }),
  }
}

/**
 * An entry of a file that cannot be read: without a name it could be any of those it had. Where they are known they
 * stand in for it, so that the other files can still take something away.
 */
function refusal(file: string, name: string | null, issues: readonly SourceIssue[]): NamedEntry {
  return { name, field: '', line: null, file, document: null, issues }
}

/** Of entries with one name in several files the first counts, as in one list. */
class FirstOfName {
  readonly all: NamedEntry[] = []
  readonly #taken = new Set<string>()

  add(entries: readonly NamedEntry[]): void {
    const added = entries.map((entry) => {
      const { document } = entry
      return document !== null && this.#taken.has(document.name) ? repeated(entry, document.name) : entry
    })
    for (const { document } of added) if (document !== null) this.#taken.add(document.name)
    this.all.push(...added)
  }
}

function repeated(entry: NamedEntry, server: string): NamedEntry {
  const message = `The name “${server}” stands here twice; the first counts.`
  const issue = { ...fileIssue('duplicate-name', message, { server }), field: entry.field, server }
  return { ...entry, document: null, issues: [entry.placed?.(issue) ?? issue] }
}

function missingIssue(): SourceIssue {
  return { ...fileIssue('missing', 'The file is not there. Rollcall waits for it.'), severity: 'warning' }
}

function noFilesIssue(address: string): SourceIssue {
  const pattern = isPattern(address) ? basename(address) : '*.json'
  return {
    ...fileIssue('no-files', `No file here is called ${pattern}.`, { pattern }),
    severity: 'warning',
  }
}

function pollingIssue(intervalMs: number): SourceIssue {
  const seconds = intervalMs / 1_000
  const message = `File events do not work here; Rollcall reads the file every ${seconds} s instead.`
  return fileIssue('watch-fallback', message, { seconds })
}
