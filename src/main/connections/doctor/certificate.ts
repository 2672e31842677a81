import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { DoctorCode, DoctorStep } from '../../../shared/contract/doctor'
import { certificateWarnMs } from '../certificate-end'
import { causes, connectionErrorOf } from '../errors'
import { type Examined, within } from './examined'
import { hostOf } from './host-of'
import type { Trouble } from './sheet'

const dayMs = 86_400_000

/** What the system says of a certificate, in our codes. */
const refusals: Readonly<Record<string, DoctorCode>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-host',
}

/**
 * Shakes hands over a socket and looks at the certificate, trusting what real connections trust. It is looked at even
 * where it is not trusted; nothing is sent over such a connection.
 */
export async function certificateSound(examined: Examined, url: URL, socket: Socket): Promise<boolean> {
  const { sheet } = examined
  const host = hostOf(url)
  sheet.begin('tls')
  const secure = connect({
    socket,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  })
  try {
    await within(examined, (signal) => once(secure, 'secureConnect', { signal }))
    const verdict = verdictOn(secure, { host, now: examined.host.clock.now() })
    if (verdict.failure) sheet.fail({ ...verdict.failure, facts: verdict.facts })
    else sheet.pass('tls', { facts: verdict.facts, warning: verdict.warning })
    return verdict.failure === undefined
  } catch (thrown) {
    examined.signal.throwIfAborted()
    sheet.fail(troubleOf(thrown, examined, url))
    return false
  } finally {
    secure.on('error', () => {})
    secure.destroy()
  }
}

interface Verdict {
  readonly facts: DoctorStep['facts']
  readonly failure?: Trouble
  readonly warning?: Trouble
}

function verdictOn(secure: TLSSocket, { host, now }: { host: string; now: number }): Verdict {
  const certificate = secure.getPeerCertificate()
  const facts = factsOf(certificate, now)
  const detail = { host, ...facts }
  const refusal = secure.authorizationError
  if (refusal) {
    const reason = String(refusal)
    return {
      facts: { ...facts, tlsVersion: secure.getProtocol() ?? '?' },
      failure: { code: refusals[reason] ?? 'tls', detail: { ...detail, address: host, reason } },
    }
  }
  const left = Number(facts.daysLeft)
  return {
    facts: { ...facts, tlsVersion: secure.getProtocol() ?? '?' },
    ...(left < certificateWarnMs / dayMs && { warning: { code: 'tls-expires-soon', detail } }),
  }
}

/** A stranger's certificate may leave anything out. */
function factsOf(certificate: PeerCertificate, now: number): DoctorStep['facts'] {
  const { subject, issuer, subjectaltname, valid_from, valid_to } = certificate
  const from = Date.parse(valid_from)
  const to = Date.parse(valid_to)
  const name = nameOf(subject)
  const by = nameOf(issuer)
  return {
    ...(name !== undefined && { subject: name }),
    ...(subjectaltname && { names: subjectaltname.replaceAll(/(?:DNS|IP Address):/gu, '') }),
    ...(by !== undefined && { issuer: by }),
    ...(!Number.isNaN(from) && { validFrom: new Date(from).toISOString() }),
    ...(!Number.isNaN(to) && {
      validTo: new Date(to).toISOString(),
      daysLeft: Math.floor((to - now) / dayMs),
    }),
  }
}

function nameOf(holder: PeerCertificate['subject'] | undefined): string | undefined {
  const parts = [holder?.CN, holder?.O].flatMap((part) => part ?? [])
  return parts.length === 0 ? undefined : [...new Set(parts)].join(', ')
}

function troubleOf(thrown: unknown, { timeoutMs }: Examined, url: URL): Trouble {
  const { code, detail } = connectionErrorOf(thrown, { address: url.origin, timeoutMs })
  const notSpoken = causes(thrown).some(
    (error) =>
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || error.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'),
  )
  return notSpoken ? { code: 'tls-not-spoken', detail: { address: url.host } } : { code, detail }
}
