import { implement } from '@orpc/server'
import { healthContract } from '../../shared/contract/health'
import type { Registry } from '../registry/registry'
import type { Health } from './health'

export function healthApi(rooms: { registry: Registry; health: Health }) {
  const { registry, health } = rooms
  const os = implement(healthContract)
  return os.router({
    check: os.check.handler(({ input }) => health.check(registry.byName(input.server).id)),
    checks: os.checks.handler(({ input }) => health.checks(registry.byName(input.server).id, input.limit)),
  })
}
