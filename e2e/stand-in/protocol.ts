import type { StandInApp } from './app'

type Handler = (request: Request) => Response | Promise<Response>

/** What stands where Chromium cannot be taught a scheme: `app://host` is shown as an https origin nobody else can have. */
const suffix = '.app.electron.invalid'

/** Electron's `protocol`, for the `app` scheme. */
export class StandInProtocol implements Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> {
  readonly #app: StandInApp
  readonly #privileged = new Set<string>()
  readonly #handlers = new Map<string, Handler>()

  constructor(app: StandInApp) {
    this.#app = app
  }

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (this.#app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged after the app was ready')
    for (const { scheme, privileges } of schemes)
      if (privileges?.standard && privileges.secure) this.#privileged.add(scheme)
  }

  handle(
    scheme: string,
    handler: (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>,
  ): void {
    if (scheme !== 'app') throw new Error(`The Electron stand-in has no scheme '${scheme}'`)
    if (!this.#privileged.has(scheme)) throw new Error(`${scheme}: is not standard and secure`)
    if (this.#handlers.has(scheme)) throw new Error(`${scheme}: has a handler already`)
    this.#handlers.set(scheme, handler)
  }

  /** The address Chromium is given for one of ours. */
  toChromium(url: string): string {
    const { protocol, host, pathname, search, hash } = new URL(url)
    if (protocol !== 'app:') throw new Error(`The Electron stand-in shows app: only, not ${url}`)
    return `https://${host}${suffix}${pathname}${search}${hash}`
  }

  /** The address Electron would report for what Chromium shows. */
  fromChromium(url: string): string {
    if (!this.isOurs(url)) return url
    const { host, pathname, search, hash } = new URL(url)
    return `app://${host.slice(0, -suffix.length)}${pathname}${search}${hash}`
  }

  isOurs(url: string): boolean {
    return URL.canParse(url) && new URL(url).protocol === 'https:' && new URL(url).host.endsWith(suffix)
  }

  answer(url: string, method: string, headers: Record<string, string>): Response | Promise<Response> {
    const handler = this.#handlers.get('app')
    if (!handler) throw new Error('app: has no handler')
    return handler(new Request(this.fromChromium(url), { method, headers }))
  }
}
