import { InvalidArgumentError } from 'commander'
import type { Words } from './words'

/** Reads the number of a port from an option; wrong use where it is none. */
export function portIn(words: Words): (text: string) => number {
  return (text) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError(words('usage.port'))
    return Number(text)
  }
}
