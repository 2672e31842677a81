/** Lets pieces of work follow each other, each beginning when the one before it has settled. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Settles as `work` does. A refusal goes to its caller; the next in line begins either way. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(work)
    this.#last = Promise.allSettled([answer])
    return answer
  }

  /** Resolves when everything that was in line has settled. */
  async over(): Promise<void> {
    await this.#last
  }
}
