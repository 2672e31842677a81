/** A day a question names. */
export interface NamedDate {
  /** `2026-11-01`, where this machine is. */
  readonly day: string
  /** The same with the time of day it is said to be, or midnight: `2026-11-01T00:00:00Z`. */
  readonly moment: string
}

const days: readonly (readonly [RegExp, number])[] = [
  [/day before yesterday|前天/iu, -2],
  [/\byesterday\b|昨[天日晚]/iu, -1],
  [/\btoday\b|\btonight\b|今[天日晚早]/iu, 0],
  [/day after tomorrow|后天/iu, 2],
  [/\btomorrow\b|明[天日早晚]/iu, 1],
]
const written = /\b(\d{4})-(\d{2})-(\d{2})\b|(\d{4})年(\d{1,2})月(\d{1,2})[日号]/gu

/** The days a question names, in their order. */
export function datesIn(question: string, now: Date): NamedDate[] {
  const found: { at: number; date: Date }[] = []
  let rest = question
  for (const match of question.matchAll(written)) {
    const [year, month, day] = match.slice(1).filter((part) => part !== undefined)
    found.push({ at: match.index, date: new Date(Number(year), Number(month) - 1, Number(day)) })
  }
  for (const [word, offset] of days) {
    const match = word.exec(rest)
    if (!match) continue
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset)
    found.push({ at: match.index, date })
    // "Tomorrow" stands in "the day after tomorrow", too.
    rest = rest.replace(match[0], ' '.repeat(match[0].length))
  }
  return found
    .filter(({ date }) => !Number.isNaN(date.getTime()))
    .sort((one, other) => one.at - other.at)
    .map(({ date }) => ({ day: dayOf(date), moment: date.toISOString().replace('.000Z', 'Z') }))
}

function dayOf(date: Date): string {
  const month = String(date.getMonth() + 1).padStart(2, '0')
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`
}
