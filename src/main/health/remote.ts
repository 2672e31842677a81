import type { Registration } from '../../shared/contract/registration'

/** Whether a server is reached over a network, and not on this machine. */
export function isRemote({ url }: Registration): boolean {
  if (url === undefined) return false
  const host = new URL(url).hostname
  return !(
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\./u.test(host) ||
    /^\[::ffff:7f/u.test(host)
  )
}
