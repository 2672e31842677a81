import type { NamedEntry, Reading } from '../../kind'

/** An answer that is JSON, before it is known what it says. */
export interface Answer {
  /** Where it was found: what a relative address starts from. */
  readonly url: URL
  readonly text: string
  readonly value: unknown
}

/** One entry of a list, with what a registry says of it beside. */
export interface ListedEntry extends NamedEntry {
  /** What a registry calls it; the name it has here may be another. */
  readonly id?: string | undefined
  /** It is no more: a registry that is asked for changes tells it once. */
  readonly isGone?: boolean
  /** Other entries of its name may be newer: false where it says that it is not the latest. */
  readonly isLatest?: boolean | undefined
  /** When it changed last, in RFC 3339 as the registry writes it. */
  readonly changedAt?: string | undefined
}

/** What one answer says. */
export interface Listed {
  readonly entries: readonly ListedEntry[]
  readonly frame: Extract<Reading, { outcome: 'named' }>['frame']
  readonly issues: Extract<Reading, { outcome: 'named' }>['issues']
  /** Asked for with this the rest follows; null at the end. */
  readonly nextCursor: string | null
  /** Documents that describe one server each, elsewhere. */
  readonly links: readonly { readonly url: URL; readonly name: string | null }[]
}

/** One way to write a list of servers: what tells it apart, and how it is read. Throws `PageRefused` where it is broken. */
export interface Format {
  readonly name: 'registry' | 'catalog' | 'card' | 'described' | 'original'
  fits(answer: Answer): boolean
  read(answer: Answer): Listed | Promise<Listed>
}

/** For what was not read as a file that is given back as it was. */
export const noFrame: Listed['frame'] = { keys: ['servers'], rest: {} }

/** A list that is whole. */
export function wholeList(entries: readonly ListedEntry[]): Listed {
  return { entries, frame: noFrame, issues: [], nextCursor: null, links: [] }
}
