import { createHash } from 'node:crypto'
import type { Registration } from '../../shared/contract/registration'
import { canonicalJson } from './canonical'
import { masked } from './secrets'

/** Everything that would run or be contacted; secrets as references. What is not in here needs no consent. */
export type ConsentSubject = Partial<
  Pick<Registration, 'command' | 'args' | 'env' | 'cwd' | 'url' | 'headers' | 'transport' | 'healthCheckUrl'>
> & { readonly name: string }

export function subjectOf(registration: Registration): ConsentSubject {
  const { name, command, args, env, cwd, url, headers, transport, healthCheckUrl } = registration
  const health = healthCheckUrl !== undefined && { healthCheckUrl }
  if (url !== undefined) return { name, url, headers, transport, ...health }
  return {
    name,
    ...(command !== undefined && { command }),
    args,
    env,
    ...(cwd !== undefined && { cwd }),
    ...health,
  }
}

/** SHA-256 over its canonical JSON. */
export function fingerprintOf(subject: ConsentSubject): string {
  return createHash('sha256').update(canonicalJson(subject)).digest('hex')
}

/** One field of a subject by its name in the original format, as it is kept and as screens may have it. */
export interface SubjectField {
  readonly field: string
  readonly kept: string
  readonly shown: string
}

/** Its fields one by one, in the order a person reads them; the name is none of them. */
export function fieldsOf(subject: ConsentSubject): SubjectField[] {
  const plain = (field: string, value: string | undefined) =>
    value === undefined ? [] : [{ field, kept: value, shown: value }]
  const named = (part: string, values: Readonly<Record<string, string>> = {}) => {
    const shown = masked(values)
    return Object.entries(values).map(([name, kept]) => ({
      field: `${part}.${name}`,
      kept,
      shown: shown[name] ?? kept,
    }))
  }
  return [
    ...plain('url', subject.url),
    ...plain('transport', subject.transport),
    ...plain('command', subject.command),
    ...(subject.args ?? []).flatMap((arg, index) => plain(`args[${index}]`, arg)),
    ...plain('cwd', subject.cwd),
    ...named('env', subject.env),
    ...named('headers', subject.headers),
    ...plain('health_check_url', subject.healthCheckUrl),
  ]
}
