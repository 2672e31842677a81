import { TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'

/** A certificate that ends sooner is worth telling of, while its owner still has time. */
export const certificateWarnMs = 14 * 86_400_000

/**
 * Connects as undici does, and tells until when the certificate of who answered is good, epoch milliseconds. A handshake
 * that goes on with an earlier one shows no certificate: what Node tells of it may have been replaced since.
 */
export function tellingCertificates(
  timeoutMs: number,
  onCertificate: (endsAt: number) => void,
): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs })
  return (options, done) =>
    connect(options, (...outcome) => {
      const [, socket] = outcome
      if (socket instanceof TLSSocket && !socket.isSessionReused()) {
        const endsAt = Date.parse(socket.getPeerCertificate().valid_to)
        if (!Number.isNaN(endsAt)) onCertificate(endsAt)
      }
      done(...outcome)
    })
}
