import { begunOnLinux, nameOnLinux, readLinux, runsOnLinux } from './linux'
import { readMac } from './mac'
import type { Snapshot, SystemProcess } from './system-process'
import { readWindows } from './windows'

/** Reads what runs on this machine. Many who ask at once share one reading, begun after they asked. */
export class ProcessTable {
  readonly #platform: NodeJS.Platform
  #reading: Promise<Snapshot> | undefined
  #next: Promise<Snapshot> | undefined

  constructor(platform: NodeJS.Platform = process.platform) {
    this.#platform = platform
  }

  /** Everything that runs; empty where the system does not say. */
  read(): Promise<Snapshot> {
    if (!this.#reading) return this.#begin()
    this.#next ??= this.#reading.then(() => {
      this.#next = undefined
      return this.#begin()
    })
    return this.#next
  }

  /** The word that tells this process from others of its pid; undefined once it is gone. */
  async begun(pid: number): Promise<string | undefined> {
    if (this.#platform === 'linux') return begunOnLinux(pid)
    return (await this.read()).get(pid)?.began
  }

  /** Whether it still runs: quick, and on Linux never another of the same pid. */
  runs(one: Pick<SystemProcess, 'pid' | 'began'>): boolean {
    if (this.#platform === 'linux') return runsOnLinux(one)
    try {
      process.kill(one.pid, 0)
      return true
    } catch {
      return false
    }
  }

  /** What it was started as. What the system calls it is on Linux the name of a thread. */
  nameOf({ pid, name }: SystemProcess): string {
    return (this.#platform === 'linux' && nameOnLinux(pid)) || name
  }

  #begin(): Promise<Snapshot> {
    const reading = this.#read()
      .catch(() => [])
      .then((all): Snapshot => new Map(all.map((one) => [one.pid, one])))
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined
      })
    this.#reading = reading
    return reading
  }

  #read(): Promise<SystemProcess[]> {
    if (this.#platform === 'linux') return readLinux()
    return this.#platform === 'win32' ? readWindows() : readMac()
  }
}

/** Everything below a process, however deep, without those in `others` and what is below them. */
export function descendantsOf(
  pid: number,
  snapshot: Snapshot,
  others: ReadonlySet<number> = new Set(),
): SystemProcess[] {
  const children = Map.groupBy(snapshot.values(), ({ parent }) => parent)
  const found: SystemProcess[] = []
  const seen = new Set([pid])
  for (const next = [pid]; next.length > 0; ) {
    for (const child of children.get(next.pop() ?? 0) ?? []) {
      if (seen.has(child.pid) || others.has(child.pid)) continue
      seen.add(child.pid)
      found.push(child)
      next.push(child.pid)
    }
  }
  return found
}

/** A process and everything that came from it: below it, in its group, or marked as it is. */
export function treeOf(
  { pid, mark }: { readonly pid: number; readonly mark: string | null },
  snapshot: Snapshot,
  others: ReadonlySet<number> = new Set(),
): SystemProcess[] {
  const found = new Map<number, SystemProcess>()
  const take = (one: SystemProcess) => {
    found.set(one.pid, one)
    for (const each of descendantsOf(one.pid, snapshot, others)) found.set(each.pid, each)
  }
  for (const one of snapshot.values())
    if ((pid > 0 && (one.pid === pid || one.group === pid)) || (mark !== null && one.mark === mark)) take(one)
  return [...found.values()]
}
