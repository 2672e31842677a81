import type { Clock } from '../host'

/** The scheme this app is registered for. */
export const linkScheme = 'rollcall'

/** Longer links are nobody's, in characters. */
const linkMax = 65_536

/** The window comes to front for a link once in so long; links until then wait in it. */
const quietMs = 5_000

/** The one thing a link can ask for: to look at a configuration. */
const installLink = /^rollcall:\/\/(?:v1\/)?install\?[^\s"'<>\\]+$/u

/** The first install link among the arguments of a process; switches beside it say nothing. */
export function installLinkIn(argv: readonly string[]): string | undefined {
  return argv.find((argument) => argument.length <= linkMax && installLink.test(argument))
}

/** Links other programs opened. They show what they name and do nothing: whoever sent them is a stranger. */
export class InstallLinks {
  readonly #clock: Clock
  readonly #show: (link: string) => void
  readonly #openWindow: () => void
  #last = ''
  #openedAt = Number.NEGATIVE_INFINITY

  constructor(parts: { clock: Clock; show: (link: string) => void; openWindow: () => void }) {
    this.#clock = parts.clock
    this.#show = parts.show
    this.#openWindow = parts.openWindow
  }

  /** Shows the first link there is; the same one again within 5 s is one. False where there is none. */
  take(argv: readonly string[]): boolean {
    const link = installLinkIn(argv)
    if (link === undefined) return false
    const now = this.#clock.now()
    const isRecent = now - this.#openedAt < quietMs
    if (!isRecent || link !== this.#last) this.#show(link)
    if (!isRecent) {
      this.#openedAt = now
      this.#openWindow()
    }
    this.#last = link
    return true
  }
}
