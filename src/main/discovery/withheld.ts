/** Rollcall has no use for a secret in a field it does not know (`llm_config.api_key`), so it does not keep one. */
export function withoutSecrets(key: string, value: unknown): unknown {
  if (typeof value === 'string') return secretKey.test(key) ? withheld : value
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(key, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(name, item)]))
}

/** Reads as a reference to a secret that this Rollcall does not have. */
export const withheld = `\${secret:withheld}`

/** What fields that hold secrets are called. */
export const secretKey = /(?:api_?-?key|secret|passw(?:or)?d|token|authorization|credentials?)$/iu
