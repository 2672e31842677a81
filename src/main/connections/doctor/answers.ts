import type { DoctorCode, DoctorStep } from '../../../shared/contract/doctor'
import type { ConnectionError } from '../errors'

/** What an HTTP response told before its body. */
export interface Answer {
  readonly url: string
  readonly status: number
  readonly contentType: string
  /** Where it sends one elsewhere. */
  readonly location: string | undefined
  readonly retryAfter: string | undefined
  /** The header that says how to sign in. */
  readonly challenge: string | undefined
}

export function answerOf({ url, status, headers }: Response): Answer {
  return {
    url,
    status,
    contentType: headers.get('content-type') ?? '',
    location: headers.get('location') ?? undefined,
    retryAfter: headers.get('retry-after') ?? undefined,
    challenge: headers.get('www-authenticate') ?? undefined,
  }
}

/** Whether it may be MCP: it succeeded, in one of the two types the protocol has. */
export function isGood({ status, contentType }: Answer): boolean {
  return status >= 200 && status < 300 && /^(?:application\/json|text\/event-stream)/iu.test(contentType)
}

/** The one of several answers a failure speaks of. */
export function telling(answers: readonly Answer[], error: ConnectionError): Answer | undefined {
  const { status } = error.detail
  if (status !== undefined) return answers.findLast((one) => one.status === status)
  return answers.find(isPage) ?? answers[0]
}

/** What an answer that was not MCP means, where it says more than the connection's own error. */
export function meaningOf(answer: Answer, error: ConnectionError): DoctorCode {
  const { status } = answer
  if (status === 401) return 'auth-required'
  if (status === 403) return 'access-denied'
  if (status === 404 || status === 405 || status === 410) return 'path-not-found'
  if (status === 429) return 'too-many-requests'
  if (status >= 300 && status < 400) return 'redirected'
  if (status >= 500) return 'server-trouble'
  if (isPage(answer)) return 'web-page'
  return status < 300 ? 'not-mcp' : error.code
}

export function factsOf({ url, status, contentType, location, retryAfter }: Answer): DoctorStep['facts'] {
  return {
    status,
    contentType: contentType || '–',
    url,
    ...(location !== undefined && { location }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
}

const isPage = ({ contentType }: Answer) => /^text\/html|^application\/xhtml/iu.test(contentType)
