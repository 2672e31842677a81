import type { SourceIssue } from '../../../shared/contract/discovery'
import type { AskedInput, Recognised, Remark } from '../../../shared/contract/recognise'
import type { RawEntry } from '../entry'
import { parseJsonText } from '../json-text'
import { Lines } from '../lines'
import type { Dialect } from './normalise'

/** What a text was found to be, before its entries are looked at one by one. */
export interface Found {
  readonly kind: Recognised['kind']
  readonly detail: Recognised['detail']
  readonly entries: readonly RawEntry[]
  readonly lines: Lines
  /** The places in `lines` are places in the text itself, not in what was made of it. */
  readonly placed: boolean
  readonly dialect: Dialect
  /** Inputs that were declared; what the entries leave open besides is found in them. */
  readonly inputs: readonly AskedInput[]
  readonly issues: readonly SourceIssue[]
  readonly remarks: readonly Remark[]
  /** Entries without a name get one from what they run or where they lead. */
  readonly guessesNames: boolean
  readonly host: string | null
}

export function found(kind: Found['kind'], parts: Partial<Found> = {}): Found {
  return {
    kind,
    detail: {},
    entries: [],
    lines: new Lines(''),
    placed: false,
    dialect: {},
    inputs: [],
    issues: [],
    remarks: [],
    guessesNames: false,
    host: null,
    ...parts,
  }
}

export function nothing(issues: readonly SourceIssue[] = []): Found {
  return found('nothing', { issues })
}

/** Entries that were made of something else than a JSON text: their places mean nothing. */
export function foundValues(
  kind: Found['kind'],
  values: readonly unknown[],
  parts: Partial<Found> = {},
): Found {
  const { root, lines } = parseJsonText(JSON.stringify(values), false)
  const entries = (root?.children ?? []).map((value, at) => ({ path: [at], value, key: null }))
  return found(kind, { entries, lines, ...parts })
}
