import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { NamedEntry, ReaderParts, Reading } from '../src/main/discovery/kind'
import { HttpKind } from '../src/main/discovery/kinds/http/http-kind'
import type { HttpOptions } from '../src/main/discovery/kinds/http/http-options'
import type { HttpPolling } from '../src/main/discovery/kinds/http/http-reader'
import type { SourceIssue } from '../src/shared/contract/discovery'
import { TestClock } from './clock'
import { testHost } from './host'

export interface Listing extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  /** What was asked for, in order. */
  readonly asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[]
  /** What it answers from now on. */
  answers: RequestListener
}

/** A server of lists on the loopback, inside the test itself. */
export async function listing(answers: RequestListener): Promise<Listing> {
  const server = createServer((request, response) => {
    listed.asked.push({ url: request.url ?? '', headers: request.headers })
    listed.answers(request, response)
  })
  const origin = `http://127.0.0.1:${await portOf(server)}`
  const listed: Listing = {
    origin,
    asked: [],
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
  return listed
}

export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export function json(value: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => send(response, value, headers)
}

export function send(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text)
}

/** Answers by path, query left out; what is not here is not found. */
export function byPath(answers: Readonly<Record<string, unknown>>): RequestListener {
  return ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://here')
    if (Object.hasOwn(answers, pathname)) send(response, answers[pathname])
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<p>nothing here')
  }
}

interface Asking extends HttpPolling {
  readonly headers?: Record<string, string>
  readonly bearer?: string
  readonly intervalMs?: number
}

/** A reader of `address` on a clock that stands still. */
export function polled(address: string, { intervalMs, headers = {}, bearer, ...polling }: Asking = {}) {
  const clock = new TestClock()
  const host = testHost({ clock })
  const readings: Reading[] = []
  let looked = () => {}
  let same = 0
  const parts: ReaderParts<HttpOptions> = {
    address,
    options: { headers, ...(bearer !== undefined && { bearer }) },
    intervalMs: intervalMs ?? null,
    host,
    secret: async (reference) => `the secret ${reference}`,
    onReading: (reading) => readings.push(reading),
    onSame: () => {
      same += 1
    },
    onChange: () => looked(),
  }
  const reader = new HttpKind({ random: () => 0.5, ...polling }).open(parts)
  return {
    clock,
    parts,
    reader,
    readings,
    /** How often it told that all is as it was. */
    same: () => same,
    /** How long until the next look. */
    waitMs: () => (reader.nextLookAt ?? 0) - clock.now(),
    /** Goes on to the next look and through it. */
    async next(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      looked = resolve
      await clock.advance((reader.nextLookAt ?? 0) - clock.now())
      await promise
    },
    entries(): readonly NamedEntry[] {
      const last = readings.findLast(({ outcome }) => outcome === 'named')
      return last?.outcome === 'named' ? last.entries : []
    },
    async [Symbol.asyncDispose]() {
      await reader.end()
      await host[Symbol.asyncDispose]()
    },
  }
}

/** What one look at the address finds. */
export async function looked(address: string, asking: Asking = {}): Promise<Reading> {
  await using source = polled(address, asking)
  await source.reader.start()
  const [reading] = source.readings
  if (reading === undefined) throw new Error('nothing was told')
  return reading
}

export function issueOf(reading: Reading): SourceIssue {
  if (reading.outcome === 'named') throw new Error('nothing is wrong with it')
  return reading.issue
}

/** The servers of a reading: by name where they are, or how they are started. */
export function targetsOf(entries: readonly NamedEntry[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(({ document }) =>
      document
        ? [[document.name, document.url ?? [document.command, ...(document.args ?? [])].join(' ')]]
        : [],
    ),
  )
}
