import { implement } from '@orpc/server'
import { routingContract } from '../../shared/contract/routing'
import type { Routing } from './routing'

export function routingApi({ routing }: { routing: Routing }) {
  const os = implement(routingContract)
  return os.router({ route: os.route.handler(({ input }) => routing.route(input)) })
}
