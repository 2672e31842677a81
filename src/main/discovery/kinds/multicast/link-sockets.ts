import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { decode, encode, type Packet } from 'dns-packet'
import type { Clock } from '../../../host'
import { isOnLink, type Link } from './links'
import type { Traffic } from './traffic'

const groups = { udp4: '224.0.0.251', udp6: 'ff02::fb' } as const
/** RFC 6762 §17. */
const packetMaxBytes = 9_000
export const mdnsPort = 5353

/** Who sent a packet, and on which network it was heard. */
export interface Sender {
  readonly address: string
  readonly link: Link
}

export interface LinkSocketsParts {
  readonly links: readonly Link[]
  readonly port: number
  readonly clock: Clock
  /** Null reads everything. */
  readonly traffic: Traffic | null
  readonly onPacket: (packet: Packet, sender: Sender) => void
}

/**
 * One socket for each network and address family, on the port all of mDNS shares. What did not come from that network
 * and that port, is too large or cannot be decoded is dropped. A socket that fails is closed; the others go on.
 */
export class LinkSockets {
  readonly #parts: LinkSocketsParts
  readonly #open = new Map<Socket, { readonly link: Link; readonly group: string }>()
  #failure: string | null = null
  /** Whether the last packet left on any network. */
  #reaches = true

  constructor(parts: LinkSocketsParts) {
    this.#parts = parts
  }

  /** Why no network can be spoken to; null while at least one can. */
  get failure(): string | null {
    return this.#open.size > 0 && this.#reaches ? null : this.#failure
  }

  /** Opens what can be opened; resolves once it is known of each. */
  async start(): Promise<void> {
    const { links } = this.#parts
    await Promise.all(
      links.flatMap((link) => [
        ...(link.ipv4 === null ? [] : [this.#listen(link, 'udp4', link.ipv4)]),
        ...(link.ipv6 === null ? [] : [this.#listen(link, 'udp6', `::%${link.ipv6.zone}`)]),
      ]),
    )
    if (links.length === 0) this.#failure = 'this computer is on no network'
  }

  /** On every network; `only` on that one. Resolves once it is with the system. */
  async send(packetOf: Packet | ((link: Link) => Packet | null), only?: Link): Promise<void> {
    const sent = Array.from(this.#open, ([socket, { link, group }]) => {
      if (only && only !== link) return []
      const packet = typeof packetOf === 'function' ? packetOf(link) : packetOf
      return packet ? [this.#write(socket, encode(packet), group)] : []
    }).flat()
    const went = await Promise.all(sent)
    if (went.length > 0) this.#reaches = went.includes(true)
  }

  end(): void {
    for (const socket of this.#open.keys()) socket.close()
    this.#open.clear()
  }

  #write(socket: Socket, bytes: Uint8Array, group: string): Promise<boolean> {
    return new Promise((resolve) => {
      socket.send(bytes, this.#parts.port, group, (error) => {
        // A network nothing can be sent on now is no reason to end; the next query tries again.
        if (error) this.#failure = error.message
        resolve(!error)
      })
    })
  }

  #listen(link: Link, type: 'udp4' | 'udp6', through: string): Promise<void> {
    const socket = createSocket({ type, reuseAddr: true, ipv6Only: type === 'udp6' })
    const group = groups[type]
    return new Promise((resolve) => {
      socket.on('error', (error) => {
        this.#failure = error.message
        if (this.#open.delete(socket)) socket.close()
        resolve()
      })
      socket.on('message', (bytes, from) => this.#hear(bytes, from, link))
      socket.bind(this.#parts.port, () => {
        try {
          socket.addMembership(group, through)
          socket.setMulticastInterface(through)
          socket.setMulticastTTL(255)
          socket.setMulticastLoopback(true)
          socket.unref()
          this.#open.set(socket, { link, group })
        } catch (error) {
          this.#failure = error instanceof Error ? error.message : String(error)
          socket.close()
        }
        resolve()
      })
    })
  }

  #hear(bytes: Buffer, from: RemoteInfo, link: Link): void {
    const { port, traffic, clock, onPacket } = this.#parts
    if (from.port !== port || bytes.length > packetMaxBytes || !isHeardOn(link, from.address)) return
    if (traffic && !traffic.admits(from.address, clock.now())) return
    const packet = decoded(bytes)
    if (packet) onPacket(packet, { address: from.address, link })
  }
}

/** All sockets hear what reaches one of them; only the one on the sender's network takes it. */
function isHeardOn(link: Link, address: string): boolean {
  const zone = /%(.*)$/u.exec(address)?.[1]
  return (zone === undefined || zone === link.ipv6?.zone) && isOnLink(link, address)
}

function decoded(bytes: Buffer): Packet | null {
  try {
    return decode(bytes)
  } catch {
    return null
  }
}
