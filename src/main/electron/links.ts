/** Longest address that is shown whole in a dialog, in characters. */
const linkMax = 2_048

/**
 * The address as a browser would open it, or undefined where it may not leave Rollcall: only `https:`, and `http:` to
 * this machine, without a user name or password that could pose as the host.
 */
export function openable(text: string, most = linkMax): URL | undefined {
  if (text.length > most || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return undefined
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && isLoopback(url.hostname) ? url : undefined
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname)
}

/** Whether an address belongs to our own page. */
export function isOurs(text: string, origin: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, host, username, password } = new URL(text)
  return `${protocol}//${host}` === origin && username === '' && password === ''
}
