import { setImmediate as nextTurn } from 'node:timers/promises'

/** So many of a long list are looked at before everything else has its turn. */
const sliceMax = 250

/** Slice by slice; nobody waits for the whole of a list that a stranger made long. */
export async function* slices<T>(whole: readonly T[], most = sliceMax): AsyncGenerator<readonly T[], void> {
  for (let from = 0; from < whole.length; from += most) {
    if (from > 0) await nextTurn()
    yield whole.slice(from, from + most)
  }
}
