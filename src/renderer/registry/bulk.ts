import PQueue from 'p-queue'
import type { Server } from '../../shared/contract/registry'
import { type Refusal, toRefusal } from '../bridge/fault'

/** Calls under way at a time for one action on many servers. */
const atOnce = 8

export interface Refused {
  readonly server: Server
  readonly refusal: Refusal
}

export interface BulkOutcome<Result> {
  readonly done: readonly { readonly server: Server; readonly result: Result }[]
  readonly refused: readonly Refused[]
}

/** Does the same with each server, a few at a time; a refusal of one stops no other. `onStep` hears of each end. */
export async function forEachServer<Result>(
  servers: readonly Server[],
  work: (server: Server) => Promise<Result>,
  onStep: (ended: number) => void = () => {},
): Promise<BulkOutcome<Result>> {
  const queue = new PQueue({ concurrency: atOnce })
  const done: { server: Server; result: Result }[] = []
  const refused: Refused[] = []
  const one = async (server: Server) => {
    try {
      done.push({ server, result: await work(server) })
    } catch (error) {
      refused.push({ server, refusal: toRefusal(error) })
    }
    onStep(done.length + refused.length)
  }
  await Promise.all(servers.map((server) => queue.add(() => one(server))))
  return { done, refused }
}

/** Refusals by their cause, most frequent first. */
export function byCause(refused: readonly Refused[]): readonly (readonly [Refusal, readonly Server[]])[] {
  const groups = new Map<string, { refusal: Refusal; servers: Server[] }>()
  for (const { server, refusal } of refused) {
    const group = groups.get(refusal.code) ?? { refusal, servers: [] }
    group.servers.push(server)
    groups.set(refusal.code, group)
  }
  return [...groups.values()]
    .sort((a, b) => b.servers.length - a.servers.length)
    .map(({ refusal, servers }) => [refusal, servers] as const)
}
