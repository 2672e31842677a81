import { getDomain } from 'tldts'

/** An address in pieces: what stands before whoever answers there, who that is, and the rest. */
export interface AddressPieces {
  readonly before: string
  /** The part of the host that somebody registered, or the host itself. */
  readonly domain: string
  readonly after: string
}

/** The address as it would be opened, with non-Latin hosts in their ASCII form. It must be a web address. */
export function piecesOf(address: string): AddressPieces {
  const url = new URL(address)
  const domain = getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname
  // A user name may look like a host: whoever answers is named after it.
  const at = url.href.indexOf(domain, url.href.lastIndexOf(url.host, hostEnd(url)))
  return { before: url.href.slice(0, at), domain, after: url.href.slice(at + domain.length) }
}

function hostEnd({ href, host }: URL): number {
  const authority = href.indexOf('//') + 2
  const end = href.slice(authority).search(/[/?#]/u)
  return (end < 0 ? href.length : authority + end) - host.length
}
