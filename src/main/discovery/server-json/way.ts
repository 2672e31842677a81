import { type Fields, textIn } from '../fields'

/** Something a server needs and its description leaves open. */
export interface Need {
  readonly name: string
  readonly where: 'url' | 'header' | 'variable' | 'argument'
  readonly description: string
  readonly secret: boolean
}

/** One way to reach or start a server, in the original format's words, and what is open in it. */
export interface Way {
  readonly target: Fields
  readonly needs: readonly Need[]
}

export function needOf(
  name: string,
  where: Need['where'],
  { description, isSecret, is_secret }: Fields,
): Need {
  return {
    name: name.slice(0, 200),
    where,
    description: (textIn(description) ?? '').slice(0, 500),
    secret: isSecret === true || is_secret === true,
  }
}
