/** What stands in a registration for a value that lies in the vault. */
export const secretReference = /\$\{secret:[A-Za-z0-9_-]+\}/u

export const isSecretReference = (value: string): boolean => value.startsWith(`\${secret:`)

const secretLooking = /key|token|secret|passw|auth|credential|cookie|session/i

/** Variables as they may stand on a screen; a value just typed is hidden where its name looks like a secret's. */
export function masked(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSecretReference(value) || secretLooking.test(name) ? '••••••' : value,
    ]),
  )
}
