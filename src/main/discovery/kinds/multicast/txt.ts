/** What faults of others taught: longer ones are no description of a server. In bytes, lengths of strings included. */
export const txtMaxBytes = 1_300

/**
 * The keys of a TXT record (RFC 6763 §6): of equal keys the first counts, case does not, a key without `=` is empty.
 * What is not UTF-8, or has no key, is left out.
 */
export function readTxt(strings: readonly Uint8Array[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  for (const bytes of strings) {
    let text: string
    try {
      text = utf8.decode(bytes)
    } catch {
      continue
    }
    const at = text.indexOf('=')
    const key = (at < 0 ? text : text.slice(0, at)).toLowerCase()
    if (/^[\x20-\x3c\x3e-\x7e]+$/u.test(key) && !keys.has(key))
      keys.set(key, at < 0 ? '' : text.slice(at + 1))
  }
  return keys
}

export function txtBytes(strings: readonly Uint8Array[]): number {
  return strings.reduce((sum, each) => sum + each.length + 1, 0)
}
