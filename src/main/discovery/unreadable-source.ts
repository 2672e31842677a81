import type { SourceIssue } from '../../shared/contract/discovery'
import { fileIssue } from './issue'
import type { Reader, ReaderParts } from './kind'

/** Stands in for a source whose kind went with its plug-in, or has another idea of its options by now. */
export class UnreadableSource implements Reader {
  readonly intervalMs = 0
  readonly nextLookAt = null
  readonly remarks: readonly SourceIssue[] = []
  readonly #type: string
  readonly #onReading: ReaderParts<unknown>['onReading']

  constructor({ type, onReading }: { type: string } & Pick<ReaderParts<unknown>, 'onReading'>) {
    this.#type = type
    this.#onReading = onReading
  }

  async start(): Promise<void> {
    await this.read()
  }

  async read(): Promise<void> {
    const message = `Nothing here reads sources of the kind “${this.#type}” as this one is kept.`
    this.#onReading({ outcome: 'failed', issue: fileIssue('no-kind', message, { type: this.#type }) })
  }

  async end(): Promise<void> {}

  forget(): void {}

  lookEvery(): void {}
}
