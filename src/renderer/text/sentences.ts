import i18next from 'i18next'
import type { EqualServer } from '../../shared/contract/alternatives'
import type { ListPartial } from '../../shared/contract/connections'
import { type Connection, connectionErrorCodes } from '../../shared/contract/connections'
import type { SourceIssue, SourceStep } from '../../shared/contract/discovery'
import type { Check, Health } from '../../shared/contract/health'
import type { Incident } from '../../shared/contract/history'
import type { ExportRemark } from '../../shared/contract/import'
import type { LogEntry } from '../../shared/contract/log'
import type { ModelError } from '../../shared/contract/models'
import type { Refusal } from '../bridge/fault'
import { formatAge, formatMs } from './format'
import { literal } from './literal'

/** A refusal in the person's language; the core's own English sentence where there is none for its code. */
export function refusalSentence({ code, message, detail }: Refusal): string {
  if (code === 'offline') return i18next.t('link.offline')
  if (code === 'invalid') return i18next.t('shared:fault.invalid', { message: reasonText(message) })
  return filled(i18next.t(`shared:fault.${code}`, { ...detail, defaultValue: message }), message)
}

export function connectionSentence(error: NonNullable<Connection['error']>): string {
  const key = `shared:connection.${error.code}` as const
  return filled(i18next.t(key, { ...error.detail, defaultValue: error.message }), error.message)
}

/** A line of a log: the stranger's own, or a sentence of ours in the person's language. */
export function logSentence({ code, detail, text }: LogEntry): string {
  if (code === null) return text
  const known = errorCode(detail.error)
  const cause = known
    ? connectionSentence({ code: known, message: String(detail.cause), detail })
    : String(detail.cause)
  return filled(i18next.t(`shared:log.${code}`, { ...detail, cause, defaultValue: text }), text)
}

/** What a step of trying a source asks. */
export function stepSentence({ code }: SourceStep): string {
  return i18next.t(`shared:sourceStep.${code}`)
}

/** What led to an incident. */
export function causeSentence({ code, message, detail }: NonNullable<Incident['cause']>): string {
  const known = errorCode(code)
  return known ? connectionSentence({ code: known, message, detail }) : message
}

/**
 * Why a check failed. A check keeps the code and the English sentence; the values of the sentence are found in it again
 * by the text it was made from.
 */
export function checkSentence({ code, message }: NonNullable<Check['error']>): string {
  const known = errorCode(code)
  if (!known) return message
  const detail = valuesIn(message, String(i18next.getResource('en', 'shared', `connection.${known}`)))
  if (detail) return connectionSentence({ code: known, message, detail })
  return i18next.t(`shared:cause.${known}`)
}

function errorCode(code: unknown) {
  return connectionErrorCodes.find((each) => each === code)
}

/** The values with which a template became a sentence; undefined where it did not. */
function valuesIn(sentence: string, template: string): Record<string, string> | undefined {
  const pattern = template
    .split(/\{\{(\w+)\}\}/u)
    .map((part, index) => (index % 2 === 0 ? literal(part) : `(?<${part}>.*)`))
    .join('')
  const found = new RegExp(`^${pattern}$`, 'su').exec(sentence)
  return found ? { ...found.groups } : undefined
}

export function connectionAdvice(error: NonNullable<Connection['error']>): string {
  return i18next.t(`shared:advice.${error.code}`, { defaultValue: '' })
}

export function verdictSentence(health: Health): string {
  return i18next.t(`shared:verdict.${health.reason}`, { ...health.detail, defaultValue: '' })
}

/** The last real success: how old it is, what it was, and how long it took where nothing has failed since. */
export function evidenceSentence({ okAt, okKind, latencyMs }: Health, nowMs: number): string {
  if (okAt === null || okKind === null) return i18next.t('shared:evidence.none')
  const kind = i18next.t(`shared:kind.${okKind}`)
  const age = formatAge(okAt, nowMs)
  if (latencyMs === null) return i18next.t('shared:evidence.success', { age, kind })
  return i18next.t('shared:evidence.successIn', { age, kind, time: formatMs(latencyMs) })
}

/** Why a list may not be whole. */
export function partialSentence(partial: ListPartial): string {
  return i18next.t(`shared:partial.${partial}`)
}

export function issueSentence(issue: Pick<SourceIssue, 'code' | 'message' | 'detail'>): string {
  const { reason } = issue.detail
  const values = { ...issue.detail, ...(typeof reason === 'string' && { reason: reasonText(reason) }) }
  return filled(
    i18next.t(`shared:source.${issue.code}`, { ...values, defaultValue: issue.message }),
    issue.message,
  )
}

/** What an export could not take as it is. */
export function exportRemarkSentence({ code, server, field, detail }: ExportRemark): string {
  return i18next.t(`shared:exportRemark.${code}`, { ...detail, server, field })
}

/** Why something was refused, as the end of a sentence; as the core wrote it where the text does not know it. */
function reasonText(reason: string): string {
  const slug = reason
    .toLowerCase()
    .replace('}', 'brace')
    .replace(']', 'bracket')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return i18next.t(`reason.${slug}`, { defaultValue: reason } as { defaultValue: string })
}

/** The same as a sentence of its own, for beside a field. */
export function reasonSentence(reason: string): string {
  return i18next.t('problem.text', { reason: reasonText(reason.replace(/\.$/, '')) })
}

/** A sentence that still has a gap (the core gave no value for it) is worth less than the English one. */
function filled(sentence: string, message: string): string {
  return sentence.includes('{{') || sentence.includes('undefined') ? message : sentence
}

/** In what two tools differ that take the same. */
export function softerPhrase(part: EqualServer['alike'][number]['softer'][number]): string {
  return i18next.t(`shared:softer.${part}`)
}

/** Why a model did not answer. */
export function modelSentence({ code, message, detail }: ModelError): string {
  return filled(i18next.t(`shared:model.${code}`, { ...detail, defaultValue: message }), message)
}

/** What to do about it. */
export function modelAdvice({ code }: ModelError): string {
  return i18next.t(`shared:modelAdvice.${code}`, { defaultValue: '' })
}
