import { type Command, InvalidArgumentError } from 'commander'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Words } from './words'

/** Options that become fields of a registration. */
export interface RegistrationOptions {
  readonly tag?: string[]
  readonly priority?: number
  readonly env?: Record<string, string>
  readonly header?: Record<string, string>
  readonly description?: string
  readonly autoConnect?: boolean
  readonly healthCheckUrl?: string
  readonly timeout?: number
  readonly cwd?: string
}

export function withRegistrationOptions(command: Command, words: Words): void {
  const integer = (text: string) => {
    if (!/^[+-]?\d+$/.test(text)) throw new InvalidArgumentError(words('usage.integer'))
    return Number(text)
  }
  const seconds = (text: string) => {
    if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError(words('usage.seconds'))
    return Number(text)
  }
  command
    .option('--tag <tag>', words('add.tag'), (tag: string, before: string[] = []) => [...before, tag])
    .option('--priority <number>', words('add.priority'), integer)
    .option('--env <K=V>', words('add.env'), pairs(words))
    .option('--header <K=V>', words('add.header'), pairs(words))
    .option('--description <text>', words('add.text'))
    .option('--auto-connect', words('add.auto-connect'))
    .option('--no-auto-connect', words('add.no-auto-connect'))
    .option('--health-check-url <url>', words('add.health-check-url'))
    .option('--timeout <seconds>', words('add.timeout'), seconds)
    .option('--cwd <directory>', words('add.cwd'))
}

/** Reads `K=V`, given any number of times. */
export function pairs(words: Words) {
  return (text: string, before: Record<string, string> = {}) => {
    const at = text.indexOf('=')
    if (at < 1) throw new InvalidArgumentError(words('usage.pair'))
    return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
  }
}

/** The fields that were given, in the original format's names. */
export function fieldsOf(options: RegistrationOptions): Partial<RegistrationDocument> {
  const fields = {
    tags: options.tag,
    priority: options.priority,
    env: options.env,
    headers: options.header,
    description: options.description,
    auto_connect: options.autoConnect,
    health_check_url: options.healthCheckUrl,
    timeout: options.timeout,
    cwd: options.cwd,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
