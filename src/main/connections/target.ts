import { isDeepStrictEqual } from 'node:util'
import type { Registration } from '../../shared/contract/registration'

/** The part of a registration that decides what is connected to, and how. */
function targetOf({ url, transport, command, args, env, cwd, headers }: Registration) {
  return { url, transport, command, args, env, cwd, headers }
}

/** Whether a connection made for one would be another one for the other. Secrets count through their references. */
export function sameTarget(one: Registration, other: Registration): boolean {
  return isDeepStrictEqual(targetOf(one), targetOf(other))
}
