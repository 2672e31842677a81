import { Ends, exit } from './exit'

/** What `key=value` arguments say, as texts. Ends 2 where one is not of that form. */
export function pairsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new Ends(exit.usage, 'call.not-a-pair', { pair })
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}
