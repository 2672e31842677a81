const warmUp = 200
const rounds = 10
const sequential = 100
const atOnce = 50
const bursts = 10

/**
 * Does two things in turns, so that whatever else the machine does meets both: 1,000 times one after the other, and
 * 5,000 times in bursts of 50 at once. Resolves with what each took, in ms, the
 * processor time of this process for one, and each burst as a whole.
 * @template {string} K
 * @param {Record<K, () => Promise<unknown>>} things
 */
export async function inTurns(things) {
  const entries = /** @type {[K, () => Promise<unknown>][]} */ (Object.entries(things))
  const took =
    /** @type {Record<K, { one: number[], cpu: number[], burst: number[], bursts: number[] }>} */ ({})
  for (const [name] of entries) took[name] = { one: [], cpu: [], burst: [], bursts: [] }
  for (const [, thing] of entries) for (let index = 0; index < warmUp; index += 1) await thing()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, thing] of entries) {
      const before = process.cpuUsage()
      for (let index = 0; index < sequential; index += 1) took[name].one.push(await timed(thing))
      const { user, system } = process.cpuUsage(before)
      took[name].cpu.push((user + system) / 1_000 / sequential)
    }
    for (const [name, thing] of entries)
      for (let index = 0; index < bursts; index += 1)
        took[name].bursts.push(
          await timed(async () => {
            const all = await Promise.all(Array.from({ length: atOnce }, () => timed(thing)))
            took[name].burst.push(...all)
          }),
        )
  }
  return took
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
