import type { Server } from '../../shared/contract/registry'

/** Whether it can be asked something now: one that is asleep wakes for it. */
export function isUsable({ connection }: Pick<Server, 'connection'>): boolean {
  return connection.state === 'connected' || connection.state === 'asleep'
}
