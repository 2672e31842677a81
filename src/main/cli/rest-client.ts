import { createORPCClient } from '@orpc/client'
import { z } from 'zod'
import type { Client } from '../../shared/contract'
import { Fault, FaultShape } from '../../shared/contract/fault'
import { contractRoutes, type Route } from '../routes'
import { eventsOf } from './event-stream'

/** Carries one request to a REST door: over the network, or straight into a core in this process. */
export type Carrier = (request: Request) => Promise<Response>

/** The contract's procedures over REST, typed as the contract. Refusals are thrown as the `Fault`s they are. */
export function restClient(base: string, token: string, carry: Carrier): Client {
  const routes = new Map(contractRoutes().map((route) => [route.procedure.join('.'), route]))
  return createORPCClient<Client>({
    async call(path, input, { signal }) {
      const route = routes.get(path.join('.'))
      if (!route) throw new Error(`The contract has no procedure ${path.join('.')}.`)
      const request = requestOf(base, route, input)
      request.headers.set('authorization', `Bearer ${token}`)
      const response = await carry(signal ? new Request(request, { signal }) : request)
      if (!response.ok) throw await faultOf(response)
      if (response.headers.get('content-type')?.startsWith('text/event-stream') && response.body)
        return eventsOf(response.body)
      return response.json()
    },
  })
}

const Fields = z.record(z.string(), z.unknown())

function requestOf(base: string, route: Route, input: unknown): Request {
  const given = Fields.parse(input ?? {})
  const params = route.detailed ? Fields.parse(given.params) : given
  const rest: Record<string, unknown> = { ...(route.detailed ? Fields.parse(given.body) : given) }
  const path = route.template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!route.detailed) delete rest[name]
    return encodeURIComponent(String(params[name]))
  })
  const url = new URL(`${base}/api${path}`)
  const { method } = route
  if (method !== 'GET') {
    if (Object.keys(rest).length === 0) return new Request(url, { method })
    const headers = { 'content-type': 'application/json' }
    return new Request(url, { method, headers, body: JSON.stringify(rest) })
  }
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined)
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one))
  return new Request(url)
}

async function faultOf(response: Response): Promise<Fault> {
  const text = await response.text()
  const parsed = FaultShape.safeParse(jsonOf(text))
  if (parsed.success) return new Fault(parsed.data.code, parsed.data.message, parsed.data.detail)
  return new Fault('internal', `Rollcall answered with HTTP ${response.status} and no reason.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
