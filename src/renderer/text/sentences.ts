import i18next from 'i18next'
import type { Connection } from '../../shared/contract/connections'
import type { SourceIssue } from '../../shared/contract/discovery'
import type { Health } from '../../shared/contract/health'
import type { Refusal } from '../bridge/fault'

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

export function connectionAdvice(error: NonNullable<Connection['error']>): string {
  return i18next.t(`shared:advice.${error.code}`, { defaultValue: '' })
}

export function verdictSentence(health: Health): string {
  return i18next.t(`shared:verdict.${health.reason}`, { ...health.detail, defaultValue: '' })
}

export function issueSentence(issue: Pick<SourceIssue, 'code' | 'message' | 'detail'>): string {
  const { reason } = issue.detail
  const values = { ...issue.detail, ...(typeof reason === 'string' && { reason: reasonText(reason) }) }
  return filled(
    i18next.t(`shared:source.${issue.code}`, { ...values, defaultValue: issue.message }),
    issue.message,
  )
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
