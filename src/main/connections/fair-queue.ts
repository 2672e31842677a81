interface Waiter<T> {
  readonly item: T
}

/** Things of several owners that wait: the owners take turns, each of their things in its order. */
export class FairQueue<T> {
  /** In the order of their turns; an owner is in it while it waits for something. */
  readonly #owners = new Map<string, Set<Waiter<T>>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** All of them, in the order in which they would be given. */
  get items(): T[] {
    const rows = Array.from(this.#owners.values(), (waiting) => [...waiting])
    const longest = Math.max(0, ...rows.map(({ length }) => length))
    return Array.from({ length: longest }, (_, turn) => rows.flatMap((row) => row.slice(turn, turn + 1)))
      .flat()
      .map(({ item }) => item)
  }

  /** The returned function takes it out again. */
  add(owner: string, item: T): () => void {
    const waiter = { item }
    const waiting = this.#owners.get(owner) ?? new Set()
    this.#owners.set(owner, waiting.add(waiter))
    this.#size += 1
    return () => this.#take(owner, waiter)
  }

  /** Whoever's turn it is; that owner's next turn comes after all others'. */
  next(): T | undefined {
    const [first] = this.#owners
    if (!first) return undefined
    const [owner, waiting] = first
    const [waiter] = waiting
    if (!waiter) return undefined
    this.#owners.delete(owner)
    this.#owners.set(owner, waiting)
    this.#take(owner, waiter)
    return waiter.item
  }

  #take(owner: string, waiter: Waiter<T>): void {
    const waiting = this.#owners.get(owner)
    if (!waiting?.delete(waiter)) return
    this.#size -= 1
    if (waiting.size === 0) this.#owners.delete(owner)
  }
}
