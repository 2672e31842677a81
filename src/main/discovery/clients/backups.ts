import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../../shared/contract/fault'
import { writeAtomically } from '../../registry/atomic-write'

/** So many uses can be undone; the oldest go first. */
const keptMax = 100

const Kept = z.object({
  client: z.string(),
  path: z.string(),
  /** Of what was written. */
  hash: z.string(),
  /** False where there was no file. */
  existed: z.boolean(),
})
type Kept = z.infer<typeof Kept>

/** Other programs' files as they were before Rollcall wrote them, below the data directory, for its owner alone. */
export class Backups {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** On disk when it resolves. `backup` is the copy's path; null where there was no file. */
  async keep(
    kept: Omit<Kept, 'existed'>,
    before: string | null,
  ): Promise<{ undo: string; backup: string | null }> {
    const undo = randomUUID()
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    if (before !== null) await writeAtomically(this.#file(undo, 'bak'), before)
    await writeAtomically(this.#file(undo, 'json'), JSON.stringify({ ...kept, existed: before !== null }))
    await this.#prune()
    return { undo, backup: before === null ? null : this.#file(undo, 'bak') }
  }

  /** Throws Fault `not-found`. */
  async find(client: string, undo: string): Promise<Kept & { before: Uint8Array | null }> {
    try {
      const kept = Kept.parse(JSON.parse(await readFile(this.#file(undo, 'json'), 'utf8')))
      if (kept.client === client)
        return { ...kept, before: kept.existed ? await readFile(this.#file(undo, 'bak')) : null }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
    throw new Fault('not-found', 'This can no longer be undone.', { kind: 'use', name: undo })
  }

  async forget(undo: string): Promise<void> {
    await rm(this.#file(undo, 'json'), { force: true })
    await rm(this.#file(undo, 'bak'), { force: true })
  }

  async #prune(): Promise<void> {
    const names = (await readdir(this.#dir)).filter((name) => name.endsWith('.json'))
    if (names.length <= keptMax) return
    const aged = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#dir, name))).mtimeMs })),
    )
    for (const { name } of aged.toSorted((one, other) => other.at - one.at).slice(keptMax))
      await this.forget(name.slice(0, -'.json'.length))
  }

  #file(undo: string, ending: 'bak' | 'json'): string {
    return join(this.#dir, `${undo}.${ending}`)
  }
}
