import { scopesIn } from './credentials'

/** Sign-ins after which a server that asks for the same permission again is left alone. */
const askingMax = 3

/** What a server asked for that no sign-in gave it, and after how many. */
export class Asking {
  #wanted = ''
  #times = 0
  /** Since the last sign-in. */
  #isCounted = false

  /** Scopes it refused to do without, since the last sign-in. */
  get wanted(): string[] {
    return this.#isCounted ? scopesIn(this.#wanted) : []
  }

  /** It was given what it asked for and asks for it again and again. */
  get isInsatiable(): boolean {
    return this.#times >= askingMax
  }

  /** It refused something for want of these. */
  note(scope: string): void {
    const again = this.#isCounted ? 0 : 1
    this.#times = scope === this.#wanted ? this.#times + again : 1
    this.#wanted = scope
    this.#isCounted = true
  }

  /** A person has signed in. */
  answered(): void {
    this.#isCounted = false
  }
}
