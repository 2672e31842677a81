/** A session that requests wait for instead of being refused. */
export class Coming {
  #awaited: PromiseWithResolvers<void> | undefined

  /** Settles when it is there, or will not come; undefined where none is to come. */
  get promise(): Promise<void> | undefined {
    return this.#awaited?.promise
  }

  /** One is to come. */
  announce(): void {
    this.#awaited ??= Promise.withResolvers<void>()
  }

  /** It is there, or will not come. */
  settle(): void {
    this.#awaited?.resolve()
    this.#awaited = undefined
  }
}
