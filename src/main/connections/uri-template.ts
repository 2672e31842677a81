/** Of one template. */
const variablesMax = 64

/** Names of the variables of an RFC 6570 template, each once, in order; at most 64. */
export function variablesOf(uriTemplate: string): string[] {
  const names = [...uriTemplate.matchAll(/\{([^{}]*)\}/gu)].flatMap(([, expression = '']) =>
    expression
      .replace(/^[+#./;?&=,!@|]/u, '')
      .split(',')
      .map((name) => name.trim().replace(/(?:\*|:\d+)$/u, '')),
  )
  return [...new Set(names)].filter((name) => name !== '').slice(0, variablesMax)
}
