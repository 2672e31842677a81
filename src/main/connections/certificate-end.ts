import type { TLSSocket } from 'node:tls'

/** A certificate that ends sooner is worth telling of, while its owner still has time. */
export const certificateWarnMs = 14 * 86_400_000

/**
 * Until when the certificate of who answered is good, epoch milliseconds. A handshake that goes on with an earlier one
 * shows no certificate: what Node tells of it may have been replaced since.
 */
export function certificateEndOf(socket: TLSSocket): number | undefined {
  if (socket.isSessionReused()) return undefined
  const endsAt = Date.parse(socket.getPeerCertificate().valid_to)
  return Number.isNaN(endsAt) ? undefined : endsAt
}
