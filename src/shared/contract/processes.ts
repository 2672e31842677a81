import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Connection } from './connections'
import { ServerName } from './registration'

/**
 * Whose a process is. `trial`: a test of a server that is not kept. `sample`: one of the sample servers. `rollcall`: its
 * own; `core` is the program itself with everything that has no row of its own (on the desktop the window too),
 * `guardian` the small shell that ends what a killed Rollcall leaves.
 */
const ProcessOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('server'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('trial'), name: z.string() }),
  z.object({ kind: z.literal('sample'), name: z.string() }),
  z.object({ kind: z.literal('rollcall'), part: z.enum(['core', 'guardian']) }),
])
export type ProcessOwner = z.infer<typeof ProcessOwner>

/** A process that was started for something, and with it everything it started in turn. */
export const LedgerProcess = z.object({
  pid: z.int(),
  owner: ProcessOwner,
  /** As registered, secrets as references; at most 500 characters. Of Rollcall's own, the name of the program. */
  command: z.string(),
  startedAt: z.iso.datetime(),
  /** What it and its children have in memory; shared pages count in each. Null where the system does not say. */
  memoryBytes: z.number().nullable(),
  /** Share of one processor since the last look, 0.5 is half of it; null at the first look. */
  cpu: z.number().nullable(),
  /** Processes below it, however deep. */
  children: z.int(),
  /** How often a server's process ended by itself in the last 24 hours, as far back as this Rollcall runs. */
  crashes: z.int().nullable(),
  state: z.enum(['starting', 'running', 'ending']),
})
export type LedgerProcess = z.infer<typeof LedgerProcess>

/** A process of an earlier run that still runs: that Rollcall was killed. */
const LeftoverProcess = z.object({
  pid: z.int(),
  /** The name of the server it was started for. */
  server: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
})
export type LeftoverProcess = z.infer<typeof LeftoverProcess>

/** By owner: servers by name, tests, samples, then Rollcall itself. */
export const ProcessLedger = z.object({
  at: z.iso.datetime(),
  processes: z.array(LedgerProcess),
  leftovers: z.array(LeftoverProcess),
})
export type ProcessLedger = z.infer<typeof ProcessLedger>

export const processesContract = {
  /** Measured when it is asked for, at most once a second. */
  list: oc
    .route({
      method: 'GET',
      path: '/processes',
      tags: ['processes'],
      summary: 'Every process Rollcall started, and itself',
    })
    .output(ProcessLedger),
  /** State, not news: as it is, then about every 2.5 s (Windows: 6 s) and soon after one starts or ends, while it is read. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/processes',
      tags: ['watch'],
      summary: 'The same as it changes (server-sent events)',
    })
    .output(eventIterator(ProcessLedger)),
  /**
   * Ends the leftovers, each only while it is still the process that was started, never another of the same pid. Answers
   * within 3 s with how many are gone and how many are not.
   */
  endLeftovers: oc
    .route({
      method: 'POST',
      path: '/processes/leftovers/end',
      tags: ['processes'],
      summary: 'End what a Rollcall that was killed left behind',
    })
    .output(z.object({ ended: z.int(), left: z.int() })),
  /**
   * Ends a server's connection, its process included, and opens it anew at once. Answers when that has begun.
   * Faults: not-found, not-connected (switched off, or waiting for approval).
   */
  restart: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/restart',
      tags: ['processes'],
      summary: 'Restart a server',
    })
    .input(z.object({ server: ServerName }))
    .output(Connection),
}
