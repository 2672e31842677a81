import type { DangerCode, Mark } from '../../shared/contract/inbox'
import { visibleExactly } from '../../shared/visible-text'

/** A text in which every character is visible, and what in it deserves a second look. */
export interface MarkedText {
  readonly text: string
  readonly marks: Mark[]
}

/** A text of which only the characters that hide are marked. */
export function markedText(raw: string): MarkedText {
  const text = visibleExactly(raw)
  return { text, marks: apart(hiddenIn(raw, text, 0)) }
}

/** What was written out because it cannot be seen; `at` is where `shown` begins in the whole. */
export function hiddenIn(raw: string, shown: string, at: number): Mark[] {
  // A text that says `\u{…}` itself hides nothing.
  return visibleExactly(raw) === raw ? [] : found(/\\u\{[0-9a-f]+\}/gu, shown, at, 'hidden-characters')
}

export function found(pattern: RegExp, shown: string, at: number, reason: DangerCode): Mark[] {
  return [...shown.matchAll(pattern)].map(({ index, 0: { length } }) => ({
    start: at + index,
    end: at + index + length,
    reason,
  }))
}

/** Sorted, none over another: where two meet, the one named first keeps its place and the other what is left of its own. */
export function apart(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = []
  for (const mark of marks) {
    let rest = [mark]
    for (const { start, end } of kept)
      rest = rest.flatMap((one) =>
        [
          { ...one, end: Math.min(one.end, start) },
          { ...one, start: Math.max(one.start, end) },
        ].filter((part) => part.start < part.end),
      )
    kept.push(...rest)
  }
  return kept.sort((one, other) => one.start - other.start)
}
