import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { Doctor } from '../src/main/connections/doctor/doctor'
import { Trials } from '../src/main/connections/trial'
import type { ServerRecord } from '../src/main/registry/server-record'
import type { DoctorStepName, Examination } from '../src/shared/contract/doctor'
import type { Certificate } from './certificates'
import { Room } from './connections-room'

/** The rooms around connections, and a doctor. */
export class DoctorRoom extends Room {
  readonly trials = new Trials({ vault: this.vault, preferences: this.preferences, host: this.host })
  readonly doctor = new Doctor({
    approvals: this.approvals,
    vault: this.vault,
    trials: this.trials,
    preferences: this.preferences,
    host: this.host,
    live: (id) => this.connections.session(id),
    bearer: (id) => this.connections.signIns.bearer(id),
  })

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.doctor.end()
    await this.trials.end()
    await super[Symbol.asyncDispose]()
  }

  /** Registers a server that does not connect by itself, and examines it to the end. */
  async examine(document: Record<string, unknown>): Promise<Examination> {
    const id = await this.add({ name: 'one', auto_connect: false, ...document })
    return this.examineAgain(id)
  }

  async examineAgain(id: string): Promise<Examination> {
    const last = (await this.seen(id)).at(-1)
    if (!last) throw new Error('the examination gave nothing')
    return last
  }

  record(id: string): ServerRecord {
    const record = this.registry.get(id)
    if (!record) throw new Error('no such server')
    return record
  }

  /** Everything an examination gave on the way. */
  async seen(id: string, signal?: AbortSignal): Promise<Examination[]> {
    const seen: Examination[] = []
    for await (const examination of this.doctor.examine(this.record(id), signal)) seen.push(examination)
    return seen
  }
}

/** Each step with its outcome, and the code where there is one: `tcp failed refused`. */
export function told({ steps }: Examination): string[] {
  return steps.map(({ step, outcome, finding }) =>
    [step, outcome, ...(finding ? [finding.code] : [])].join(' '),
  )
}

export function stepOf({ steps }: Examination, name: DoctorStepName) {
  const step = steps.find((one) => one.step === name)
  if (!step) throw new Error(`there is no step ${name}`)
  return step
}

export interface Listening extends AsyncDisposable {
  readonly port: number
  readonly url: string
}

/** A web server in this process, with a certificate or without. */
export async function answering(listener: RequestListener, secure?: Certificate): Promise<Listening> {
  const server = secure ? createSecureServer(secure, listener) : createServer(listener)
  return listening(server, secure ? 'https://localhost' : 'http://127.0.0.1')
}

export async function listening(server: Server, origin: string): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `${origin}:${port}/mcp`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
