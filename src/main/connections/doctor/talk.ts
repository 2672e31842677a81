import type { DoctorCode, DoctorStep } from '../../../shared/contract/doctor'
import { type ConnectionError, connectionErrorOf } from '../errors'
import { LastLines } from '../last-lines'
import type { Reached } from '../open'
import type { Session } from '../session'
import type { Trials } from '../trial'
import { type Answer, answerOf, factsOf, isGood, meaningOf, telling } from './answers'
import type { Examined } from './examined'
import { signInMetadata } from './sign-in'

/**
 * Opens a connection of the examination's own, as a real one is opened, and asks it what there is. It is closed before
 * this resolves. Where the command runs already, its live connection is asked instead, and left alone.
 */
export async function talked(examined: Examined, trials: Trials): Promise<void> {
  const { live } = examined
  if (live) return ofLive(examined, live)
  const session = await opened(examined, trials)
  if (!session) return
  try {
    await listed(examined, session)
  } finally {
    await session.close()
  }
}

async function ofLive(examined: Examined, live: Session): Promise<void> {
  const { sheet, signal } = examined
  sheet.begin('process')
  sheet.pass('process-live', { facts: live.pid === null ? {} : { pid: live.pid } })
  sheet.begin('speak')
  const { error } = await live.probe(signal)
  signal.throwIfAborted()
  if (error) return sheet.fail(error)
  sheet.pass('speak', { facts: spokenFacts(live) })
  await listed(examined, live)
}

async function opened(examined: Examined, trials: Trials): Promise<Session | undefined> {
  const { record, sheet, signal, timeoutMs } = examined
  const { registration } = record
  const isCommand = registration.command !== undefined
  const answers: Answer[] = []
  const stderr = new LastLines()
  const onReached = ({ pid, response }: Reached) => {
    if (pid !== undefined && sheet.current === 'process') started(examined, pid)
    const answer = response && answerOf(response)
    if (answer) answers.push(answer)
    if (answer && sheet.current === 'http' && isGood(answer)) answered(examined, answer)
  }
  sheet.begin(isCommand ? 'process' : 'http')
  try {
    const session = await trials.open(registration, { stderr, signal, onReached, bearer: examined.bearer })
    const last = answers.at(-1)
    if (sheet.current === 'http' && last) answered(examined, last)
    sheet.pass('speak', { facts: spokenFacts(session), lines: stderr.all() })
    return session
  } catch (thrown) {
    signal.throwIfAborted()
    const address = registration.url ?? registration.command ?? ''
    const error = connectionErrorOf(thrown, { address, timeoutMs })
    if (isCommand) sheet.fail({ ...error, code: atStart(examined, error), lines: stderr.all() })
    else await refused(examined, error, answers)
    return undefined
  }
}

function started({ sheet }: Examined, pid: number): void {
  sheet.pass('process', { facts: { pid } })
  sheet.begin('speak')
}

/** The address answers and lets one in. */
function answered({ opened, sheet }: Examined, answer: Answer): void {
  sheet.pass('http', { facts: factsOf(answer) })
  sheet.begin('auth')
  const names = Object.keys(opened.headers).join(', ')
  if (names === '') sheet.pass('auth-none')
  else sheet.pass('auth-headers', { facts: { headers: names } })
  sheet.begin('speak')
}

/** The program was found, so it is what its first line names that is not there. */
function atStart({ sheet }: Examined, { code }: ConnectionError): DoctorCode {
  return sheet.current === 'process' && code === 'command-missing' ? 'interpreter-missing' : code
}

/** It is signed in, and that is not enough. */
const signInTroubles: ReadonlySet<ConnectionError['code']> = new Set([
  'scope-required',
  'scope-refused',
  'renewal-failed',
])

async function refused(
  examined: Examined,
  error: ConnectionError,
  answers: readonly Answer[],
): Promise<void> {
  const { sheet } = examined
  const answer = telling(answers, error)
  if (sheet.current !== 'http') return sheet.fail(error)
  if (!answer)
    return sheet.fail({ ...error, code: error.code === 'unreachable' ? 'port-blocked' : error.code })
  if (error.code === 'timeout') return sheet.fail({ ...error, facts: factsOf(answer) })
  if (signInTroubles.has(error.code)) {
    sheet.pass('http', { facts: factsOf(answer) })
    sheet.begin('auth')
    return sheet.fail(error)
  }
  const code = meaningOf(answer, error)
  const { url, status, location, retryAfter } = answer
  const detail = {
    ...error.detail,
    address: url,
    status,
    ...(location !== undefined && { location }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
  if (code !== 'auth-required' && code !== 'access-denied')
    return sheet.fail({ code, detail, facts: factsOf(answer) })
  sheet.pass('http', { facts: factsOf(answer) })
  sheet.begin('auth')
  const metadata = code === 'auth-required' ? await signInMetadata(examined, answer) : undefined
  examined.signal.throwIfAborted()
  if (metadata === undefined) sheet.fail({ code, detail })
  else sheet.fail({ code: 'sign-in-required', detail, facts: { metadata } })
}

function spokenFacts({ era, kind, client }: Session): DoctorStep['facts'] {
  const software = client.getServerVersion()
  return {
    version: client.getNegotiatedProtocolVersion() ?? '–',
    era,
    transport: kind,
    ...(software && { software: `${software.name} ${software.version}` }),
  }
}

/** Reads every list the server has; what it does not have counts as none. */
async function listed({ sheet, signal }: Examined, session: Session): Promise<void> {
  sheet.begin('lists')
  const { client } = session
  const options = { ...session.terms(signal), cacheMode: 'refresh' } as const
  try {
    const tools = session.offers('tools') ? (await client.listTools(undefined, options)).tools : []
    const resources = session.offers('resources')
      ? (await client.listResources(undefined, options)).resources
      : []
    const prompts = session.offers('prompts') ? (await client.listPrompts(undefined, options)).prompts : []
    sheet.pass('lists', {
      facts: { tools: tools.length, resources: resources.length, prompts: prompts.length },
    })
  } catch (thrown) {
    signal.throwIfAborted()
    sheet.fail(session.failureOf(thrown))
  }
}
