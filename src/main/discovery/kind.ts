import type { z } from 'zod'
import type { SourceIssue, SourceTest } from '../../shared/contract/discovery'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Host } from '../host'

/** One server as a source describes it, taken or refused. */
export interface NamedEntry {
  /** Null where not even the name can be read. */
  readonly name: string | null
  /** Its path in what was read, e.g. `servers[3]`; empty where there is none. */
  readonly field: string
  /** Where it begins, 1-based; null where it has no lines, as on the network. */
  readonly line: number | null
  /** Which file it stands in, where the source is several. */
  readonly file?: string
  /** Gives an issue of this entry its place in the text; without it `line` and `file` are all that is said. */
  readonly placed?: (issue: SourceIssue) => SourceIssue
  /** Null where it is refused; `issues` then says why. Secrets may still be plain: whoever takes it seals it. */
  readonly document: RegistrationDocument | null
  readonly issues: readonly SourceIssue[]
}

/**
 * What one read found. `named` is everything the source names now; `missing` that nothing is there (yet); `failed` that
 * it cannot be read. Neither of the latter changes a server: the last good state is kept.
 */
export type Reading =
  | {
      readonly outcome: 'named'
      readonly entries: readonly NamedEntry[]
      /** What stood around the list, for an export that gives it back. */
      readonly frame: { readonly keys: readonly string[]; readonly rest: Readonly<Record<string, unknown>> }
      /** Remarks about the whole. */
      readonly issues: readonly SourceIssue[]
    }
  | { readonly outcome: 'missing' | 'failed'; readonly issue: SourceIssue }

/** A source being read. Tells a reading when it is news, and never twice the same unless asked by `read` or `forget`. */
export interface Reader {
  /**
   * Begins, and reads once; `onReading` was called when it resolves. One that is ended at once afterwards has read its
   * source this once.
   */
  start(): Promise<void>
  /** Reads now and tells the outcome, whether or not it is news. */
  read(): Promise<void>
  /** Stops, and lets go of files, sockets and timers. Nothing is told afterwards. */
  end(): Promise<void>
  /** The last reading was not kept: the next look tells what it finds, even if it is the same. */
  forget(): void
  /** From now on looks this often without an event, in ms; null leaves it to the kind. */
  lookEvery(intervalMs: number | null): void
  /** Between two looks as things are, in ms; 0 where it never looks by itself. */
  readonly intervalMs: number
  /** The next look, in ms since 1970; null during one or where there is none. */
  readonly nextLookAt: number | null
  /** What is to be said of the source itself, e.g. that the system tells of no changes. */
  readonly remarks: readonly SourceIssue[]
}

/** What a reader is given. */
export interface ReaderParts<Options> {
  readonly address: string
  readonly options: Options
  readonly intervalMs: number | null
  readonly host: Host
  /** The value behind a reference to a secret in `options`; rejects with Fault `not-found`. */
  readonly secret: (reference: string) => Promise<string>
  readonly onReading: (reading: Reading) => void
  /** It was looked at, and says what was told last: no news but the time. */
  readonly onSame: (outcome: Reading['outcome']) => void
  /** `intervalMs`, `nextLookAt` or `remarks` are others now. */
  readonly onChange: () => void
}

/**
 * One kind of source (a file, an address, the local network; later what plug-ins bring): one folder below `kinds`, and
 * one line in `kinds.ts`. The rest of the room knows no kind by name. The original's `register_discovery_method`.
 */
export interface SourceKind<Options = unknown> {
  /** Its name in the contract and on disk; the original's where it has one (`file_watch`, `http_polling`, `multicast`). */
  readonly type: string
  /** What is kept beside the address; plain JSON, secrets as references only. */
  readonly options: z.ZodType<Options>
  /** From what a person or a file gave. Throws Fault `invalid` with the field. */
  accept(given: Readonly<Record<string, unknown>>): Accepted<Options>
  /**
   * Whether what is named there may be connected without being asked about, until a person says otherwise. Without this
   * only what lies on this computer may: addresses whose host is the loopback.
   */
  isTrusted?(address: string): boolean
  /** Where an address really leads: two addresses of one place are one source. */
  placeOf(address: string): Promise<string>
  open(parts: ReaderParts<Options>): Reader
  /** Tries a source step by step, without keeping anything; ends after the first step that fails. */
  test(parts: Pick<ReaderParts<Options>, 'address' | 'options' | 'host' | 'secret'>): Promise<SourceTest>
}

export interface Accepted<Options> {
  readonly address: string
  /** What screens call it until a person says otherwise. */
  readonly name: string
  readonly options: Options
  /** Secrets found in what was given, by the reference that stands for them in `options`. */
  readonly secrets: Readonly<Record<string, string>>
}
