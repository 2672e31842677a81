import { Fault } from '../../../shared/contract/fault'

/** Several are written with commas between, as one types them in either language. */
export function keysIn(text: string): string[] {
  return text.split(/[\s,，;；]+/u).filter((key) => key !== '')
}

/** Throws Fault invalid for what no key is: it could not be sent in a header. */
export function checkKey(text: string): void {
  const keys = keysIn(text)
  if (keys.length > 0 && keys.every((key) => /^[\x21-\x7e]+$/u.test(key))) return
  const message = 'has a character in it that no key has'
  throw new Fault('invalid', `This cannot be done: key ${message}.`, { issues: [{ path: 'key', message }] })
}

/** A text without the keys it may repeat. */
export function withoutKeys(text: string, keys: readonly string[]): string {
  let clean = text
  for (const key of keys) if (key.length >= 4) clean = clean.replaceAll(key, '…')
  return clean
}
