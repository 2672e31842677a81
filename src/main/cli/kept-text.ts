import type { KeptLists } from '../../shared/contract/connections'
import { formatAge, formatShare } from './format'
import { causePhrase } from './sentences'
import { table } from './terminal-text'
import type { Words } from './words'

/** One line for each list of a server as it is kept: how many entries, and what is wrong with it. */
export function keptText(words: Words, { lists }: KeptLists): string {
  return table(
    ['list', 'items', 'note'].map((head) => words(`refresh.heads.${head}`)),
    lists.map(({ kind, items, partial, failure }) => [
      words(`refresh.kinds.${kind}`),
      String(items),
      failure ? causePhrase(words, failure) : partial ? words(`shared:partial.${partial}`) : '',
    ]),
  )
}

/** How old the oldest list is, and how often what was kept was fresh enough; null where nothing was read. */
export function keptLine(
  words: Words,
  { lists, rate, hits, misses }: KeptLists,
  nowMs: number,
): string | null {
  const [oldest] = lists.flatMap(({ readAt }) => readAt ?? []).toSorted()
  if (oldest === undefined) return null
  const age = words('refresh.read', { age: formatAge(words.language, oldest, nowMs) })
  const stale = lists.some(({ isFresh }) => !isFresh) && words('refresh.stale')
  const use = rate !== null && words('refresh.rate', { share: formatShare(rate), hits, uses: hits + misses })
  return [age, stale, use].filter(Boolean).join(' · ')
}

/** What must be known of lists that are not whole or could not be read; null where there is nothing. */
export function keptTrouble(words: Words, { lists }: KeptLists): string | null {
  const notes = lists.flatMap(({ kind, partial, failure }) => {
    const why = failure ? causePhrase(words, failure) : partial && words(`shared:partial.${partial}`)
    return why ? [`${words(`refresh.kinds.${kind}`)}: ${why}`] : []
  })
  return notes.length > 0 ? notes.join(' ') : null
}
