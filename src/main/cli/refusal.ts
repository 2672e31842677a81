import type { CommanderError } from 'commander'
import { Fault } from '../../shared/contract/fault'
import type { Cli } from './cli'
import { Ends, exit, exitName } from './exit'
import { faultSentence } from './sentences'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** Why a command did not do its work: as any door tells it, and as a sentence in the person's language. */
interface Refusal {
  /** A fault's code; where the command line itself refuses, the name of its exit code. */
  readonly code: string
  readonly message: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly sentence: string
}

export function refusalOf(words: Words, error: unknown): Refusal {
  if (error instanceof Fault) {
    const { code, message, detail } = error
    return { code, message, detail, sentence: faultSentence(words, error) }
  }
  if (error instanceof Ends) {
    const message = words(error.key, error.values)
    return { code: exitName(error.code), message, detail: error.values, sentence: oneLine(message) }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, detail: {}, sentence: oneLine(message) }
}

/** What commander found wrong; it knows English only. */
export function wrongUse(words: Words, error: CommanderError): Refusal {
  const key = `usage.${error.code.replace('commander.', '')}`
  const subject = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const english = error.message.replace(/^error: /, '')
  const [, reason = english] = english.split(' is invalid. ')
  const message = words.language !== 'en' && words.has(key) ? words(key, { subject, reason }) : english
  return { code: exitName(exit.usage), message, detail: {}, sentence: oneLine(message) }
}

/** On stderr: JSON where that was asked for, else the sentence. */
export function tellRefusal({ globals, terminal: { words, tell } }: Cli, refusal: Refusal): void {
  const { sentence, ...rest } = refusal
  tell(globals.json ? JSON.stringify(rest) : words('usage.error', { sentence }))
}
