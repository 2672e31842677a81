import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, decode, encode, type Packet } from 'dns-packet'

const group = '224.0.0.251'
export const type = '_mcp._tcp.local'

/** A service as a test has it announced; what is left out is plain and valid. */
export interface Announced {
  readonly instance: string
  readonly target?: string
  readonly port?: number
  readonly address?: string
  readonly txt?: readonly string[]
  readonly ttl?: number
  readonly flush?: boolean
  /** What kind of service it is; usually `type`. */
  readonly kind?: string
}

/** Another host on the loopback, or on the network of `link`, with an address of its own, that sends real packets. */
export class Announcer implements AsyncDisposable {
  readonly address: string
  readonly #port: number
  readonly #sockets: readonly [Socket, Socket]
  /** What it answers to queries; the questions are kept. */
  readonly questions: string[] = []
  answer: Packet | null = null

  private constructor(address: string, port: number, sockets: [Socket, Socket]) {
    this.address = address
    this.#port = port
    this.#sockets = sockets
  }

  static async on(port: number, address = '127.0.0.1', link = '127.0.0.1'): Promise<Announcer> {
    const ear = await bound(port, '0.0.0.0', link)
    const mouth = await bound(port, address, link)
    const announcer = new Announcer(address, port, [ear, mouth])
    ear.on('message', (bytes) => announcer.#hear(bytes))
    return announcer
  }

  async announce(announced: Announced): Promise<void> {
    await this.sendPacket(packetOf({ address: this.address, ...announced }))
  }

  async goodbye(announced: Announced): Promise<void> {
    await this.announce({ ...announced, ttl: 0 })
  }

  async sendPacket(packet: Packet): Promise<void> {
    await this.sendBytes(encode(packet))
  }

  sendBytes(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sockets[1].send(bytes, this.#port, group, (error) => (error ? reject(error) : resolve()))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.close()
  }

  #hear(bytes: Uint8Array): void {
    let packet: Packet
    try {
      packet = decode(Buffer.from(bytes))
    } catch {
      return
    }
    if (packet.type !== 'query') return
    for (const question of packet.questions ?? []) this.questions.push(`${question.type} ${question.name}`)
    if (this.answer) void this.sendPacket(this.answer)
  }
}

export function packetOf({
  instance,
  target = 'host.local',
  port = 8_080,
  address = '127.0.0.1',
  txt = [],
  ttl = 120,
  flush = false,
  kind = type,
}: Announced): Packet {
  const name = `${instance}.${kind}`
  const answers: Answer[] = [
    { type: 'PTR', name: kind, ttl, data: name },
    { type: 'SRV', name, ttl, flush, data: { target, port } },
    { type: 'TXT', name, ttl, flush, data: [...txt] },
    { type: address.includes(':') ? 'AAAA' : 'A', name: target, ttl, flush, data: address },
  ]
  return { type: 'response', id: 0, flags: 0x0400, answers }
}

/** A port that nothing else on this machine listens on. */
export async function freePort(): Promise<number> {
  const socket = await bound(0)
  const { port } = socket.address()
  socket.close()
  return port
}

async function bound(port: number, address = '0.0.0.0', link = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.bind(port, address)
  await once(socket, 'listening')
  socket.addMembership(group, link)
  socket.setMulticastInterface(link)
  socket.setMulticastTTL(255)
  return socket
}
