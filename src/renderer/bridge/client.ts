import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { Client } from '../../shared/contract'
import { Pipe } from './pipe'
import type { Socket } from './socket'
import { takeToken } from './token'
import { RecurringWebSocket } from './web-socket'

/** Opens the way to the core this page has: the desktop's pipe, else a WebSocket to where the page came from. */
export function openSocket(): Socket {
  const socket = window.rollcall
    ? new Pipe(window.rollcall)
    : new RecurringWebSocket(webAddress(), takeToken())
  socket.start()
  return socket
}

function webAddress(): string {
  const address = new URL('/ws', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

export function clientOver(socket: Socket): Client {
  return createORPCClient(new RPCLink({ websocket: socket }))
}
