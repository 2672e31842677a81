import { generate } from 'selfsigned'

const dayMs = 86_400_000

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** An issuer nobody knows, unless it is made known. */
export async function issuer(name: string): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { key, cert }
}

/** For one host, valid from and to so many days from now; without an issuer it issues itself. */
export async function certificate(
  host: string,
  { ca, fromDays = -1, toDays = 90 }: { ca?: Certificate; fromDays?: number; toDays?: number } = {},
): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() + fromDays * dayMs),
    notAfterDate: new Date(Date.now() + toDays * dayMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
    ...(ca && { ca }),
  })
  return { key, cert }
}
