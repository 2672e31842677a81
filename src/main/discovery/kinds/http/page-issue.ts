import type { SourceIssue } from '../../../../shared/contract/discovery'
import { fileIssue } from '../../issue'

/** What is wrong with an address or with what it answers, before anything of the answer was understood. */
export class PageRefused extends Error {
  override readonly name = 'PageRefused'
  readonly issue: SourceIssue
  /** The address answered, and it is not what was looked for: another address of the same host may have it. */
  readonly isMiss: boolean
  /** How long it asks to be left alone, in ms; null where it says nothing. */
  readonly retryAfterMs: number | null

  constructor(
    issue: SourceIssue,
    { isMiss = false, retryAfterMs = null }: { isMiss?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(issue.message)
    this.issue = issue
    this.isMiss = isMiss
    this.retryAfterMs = retryAfterMs
  }

  get wantsCredentials(): boolean {
    return this.issue.code === 'credentials-wanted'
  }
}

/** It took longer than it may. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
  readonly seconds: number

  constructor(seconds: number) {
    super(`no answer within ${seconds} s`)
    this.seconds = seconds
  }
}

/** Origin and path: what stands in a query may be a secret. */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`.slice(0, 300)
}

const secureFailure = /^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|EPROTO)/u

/** What anything thrown while asking `url` means. */
export function refusalOf(thrown: unknown, url: URL): PageRefused {
  const address = shownAddress(url)
  const host = url.hostname
  const [known, codes] = lookedThrough(thrown)
  if (known instanceof PageRefused) return known
  if (known instanceof TimedOut) return timedOut(address, known.seconds)
  for (const code of codes) {
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return hostNotFound(host)
    if (code === 'ECONNREFUSED')
      return refusal('connection-refused', `${address} refuses connections.`, { address })
    if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return timedOut(address, 10)
    if (secureFailure.test(code))
      return refusal('not-secure', `${host} cannot be reached securely: ${code}.`, { host, error: code })
    if (/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|Z_|HPE_|ERR_|UND_ERR_)/u.test(code))
      return refusal('cut-off', `The answer of ${address} broke off.`, { address })
  }
  const error = codes[0] ?? (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 200)
  return refusal('unreachable', `${address} cannot be reached: ${error}.`, { address, error })
}

export function refusal(
  code: SourceIssue['code'],
  message: string,
  detail: SourceIssue['detail'],
  more: { isMiss?: boolean; retryAfterMs?: number | null } = {},
): PageRefused {
  return new PageRefused(fileIssue(code, message, detail), more)
}

/** It answered with something else than a list. */
export function noList(url: URL): PageRefused {
  const address = shownAddress(url)
  const told = `At ${address} there is no list of servers in a format Rollcall knows.`
  return refusal('no-list-here', told, { address }, { isMiss: true })
}

function hostNotFound(host: string): PageRefused {
  return refusal('host-not-found', `No address is known for ${host}.`, { host })
}

function timedOut(address: string, seconds: number): PageRefused {
  return refusal('timed-out', `${address} did not answer within ${seconds} s.`, { address, seconds })
}

/** What we threw ourselves, and the system's codes, along the chain of causes, outermost first. */
function lookedThrough(thrown: unknown): [PageRefused | TimedOut | undefined, string[]] {
  const codes: string[] = []
  const left: unknown[] = [thrown]
  for (let looked = 0; left.length > 0 && looked < 16; looked += 1) {
    const error = left.shift()
    if (error instanceof PageRefused || error instanceof TimedOut) return [error, codes]
    if (!(error instanceof Error)) continue
    if ('code' in error && typeof error.code === 'string') codes.push(error.code)
    left.push(error.cause)
    if (error instanceof AggregateError) left.push(...error.errors)
  }
  return [undefined, codes]
}
