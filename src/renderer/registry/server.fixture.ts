import type { Server } from '../../shared/contract/registry'

/** A connected, healthy server; the fields given replace its own. */
export function aServer(fields: Partial<Server> = {}): Server {
  const at = '2026-11-24T10:00:00.000Z'
  return {
    id: fields.name ?? 'weather',
    name: 'weather',
    url: 'http://localhost:8001/mcp',
    description: '',
    tags: [],
    priority: 0,
    auto_connect: true,
    enabled: true,
    health_check_url: null,
    metadata: {},
    intent: 'on',
    mutedUntil: null,
    sightings: 1,
    source: { id: 'file', type: 'file_watch', name: 'lab', firstSeenAt: at, lastSeenAt: at },
    approval: null,
    connection: {
      state: 'connected',
      era: 'legacy',
      transport: 'http',
      attempt: 0,
      nextAttemptAt: null,
      since: at,
      error: null,
    },
    health: {
      verdict: 'up',
      reason: 'answering',
      detail: {},
      action: null,
      reached: true,
      since: at,
      checkedAt: at,
      okAt: at,
      okKind: 'ping',
      latencyMs: 12,
      uptime24h: 1,
      beats: [],
    },
    tools: 0,
    resources: 0,
    prompts: 0,
    ...fields,
  }
}
