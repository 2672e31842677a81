import type { Source } from '../../shared/contract/discovery'
import type { Fault } from '../../shared/contract/fault'
import type { LogEntry } from '../../shared/contract/log'
import type { ModelError } from '../../shared/contract/models'
import type { Server } from '../../shared/contract/registry'
import { commandLine } from '../registry/command-line'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** A refusal in the person's language. English has the sentence it came with, which knows more than the template. */
export function faultSentence(
  words: Words,
  { code, message, detail }: Pick<Fault, 'code' | 'message' | 'detail'>,
): string {
  if (words.language === 'en' || !words.has(`shared:fault.${code}`)) return oneLine(message)
  return oneLine(words(`shared:fault.${code}`, { message, ...detail }))
}

/** Why a connection is not there; undefined where nothing is wrong. */
export function connectionSentence(
  words: Words,
  { connection }: { readonly connection: Pick<Server['connection'], 'error'> },
): string | undefined {
  const { error } = connection
  if (error === null) return undefined
  if (words.language === 'en' || !words.has(`shared:connection.${error.code}`)) return oneLine(error.message)
  return oneLine(words(`shared:connection.${error.code}`, error.detail))
}

/** Why a model did not answer. */
export function modelSentence(words: Words, { code, detail }: ModelError): string {
  return oneLine(words(`shared:model.${code}`, detail))
}

/** What helps. */
export function modelAdvice(words: Words, { code }: ModelError): string {
  return words(`shared:modelAdvice.${code}`)
}

/** Why a check failed, as a phrase; a check keeps the code and the English sentence only. */
export function causePhrase(words: Words, { code, message }: { code: string; message: string }): string {
  if (words.language === 'en' || !words.has(`shared:cause.${code}`)) return oneLine(message)
  return words(`shared:cause.${code}`)
}

/** A line of a log; where it is Rollcall's own sentence, in the person's language. */
export function logSentence(words: Words, { code, detail, text }: LogEntry): string {
  if (code === null || words.language === 'en') return text
  const { error, cause } = detail
  const known = typeof error === 'string' && words.has(`shared:connection.${error}`)
  return words(`shared:log.${code}`, {
    ...detail,
    cause: known ? words(`shared:connection.${error}`, detail) : cause,
  })
}

/** `connected (legacy, http)`, in the person's language. */
export function stateSentence(words: Words, { connection }: Pick<Server, 'connection'>): string {
  const state = words(`shared:state.${connection.state}`)
  const facts = [connection.era, connection.transport].filter((fact) => fact !== null)
  return connection.state === 'connected' && facts.length > 0 ? `${state} (${facts.join(', ')})` : state
}

/** `Waiting: nothing listens there`, for a row; undefined where nothing is wrong, or it is being tried again. */
export function troubleSentence(
  words: Words,
  { connection }: Pick<Server, 'connection'>,
): string | undefined {
  const { state, error } = connection
  if (error === null || state === 'connecting' || state === 'connected') return undefined
  return words('trouble', {
    state: words(`shared:state.${state}`),
    cause: words(`shared:cause.${error.code}`),
  })
}

/** The URL, or the command line, quoted as a shell would need it. */
export function addressOf(server: Pick<Server, 'url' | 'command' | 'args'>): string {
  return server.url ?? commandLine({ command: server.command ?? '', args: server.args ?? [], env: {} })
}

/** What a source is called; "by hand" has a name in each language. */
export function sourceName(words: Words, { type, name }: Pick<Source, 'type' | 'name'>): string {
  return type === 'manual' ? words('sources.manual') : name
}
