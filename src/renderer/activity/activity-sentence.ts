import i18next from 'i18next'
import type { ActivityEvent } from '../../shared/contract/activity'
import { formatList, formatMs } from '../text/format'
import type { Tone } from '../ui/dot'

/**
 * An event in one sentence. The name of the server stands before it, so the sentence does not repeat it. `source` is
 * what the source concerned is called, where that is known.
 */
export function activitySentence({ kind, detail }: ActivityEvent, source?: string): string {
  const { t } = i18next
  switch (kind) {
    case 'discovered':
    case 'registered':
      return source === undefined ? t(`event.${kind}`) : t(`event.${kind}By`, { source })
    case 'connection-changed':
      return connectionPhrase(detail)
    case 'verdict-changed':
      return t('event.verdict', { from: verdictWord(detail.from), to: verdictWord(detail.to) })
    case 'tool-called':
      return toolPhrase(detail)
    case 'updated':
      return Array.isArray(detail.fields) && detail.fields.length > 0
        ? t('event.updatedFields', { fields: formatList(detail.fields.map(fieldWord)) })
        : t('event.updated')
    default:
      return t(`event.${kind}`)
  }
}

function connectionPhrase({ from, to, reason }: ActivityEvent['detail']): string {
  const { t } = i18next
  const cause = typeof reason === 'string' ? causeWord(reason) : null
  switch (to) {
    case 'connected':
      return t('event.connected')
    case 'off':
      return t('event.switchedOff')
    case 'needs-approval':
      return t('event.needsApproval')
    case 'needs-auth':
      return t('event.needsAuth')
    case 'waiting':
    case 'failed':
      if (cause === null) break
      return t(from === 'connected' ? 'event.lost' : `event.${to}`, { cause })
  }
  return t('event.connection', { to: stateWord(to) })
}

function toolPhrase({ tool, ok, durationMs, error }: ActivityEvent['detail']): string {
  const { t } = i18next
  const values = {
    tool: String(tool ?? ''),
    time: typeof durationMs === 'number' ? formatMs(durationMs) : '–',
  }
  if (ok !== false) return t('event.tool', values)
  return typeof error === 'string'
    ? t('event.toolFailedBecause', { ...values, error })
    : t('event.toolFailed', values)
}

/** A field of a registration as its form calls it. */
function fieldWord(field: unknown): string {
  return i18next.t(`event.field.${String(field)}` as 'event.field.url', { defaultValue: String(field) })
}

const tones: Record<string, Tone> = {
  up: 'up',
  connected: 'up',
  slow: 'slow',
  flapping: 'flapping',
  'needs-approval': 'ask',
  'needs-auth': 'ask',
  down: 'down',
  failed: 'down',
  connecting: 'unknown',
}

export function activityTone({ kind, detail }: ActivityEvent): Tone {
  if (kind === 'tool-called') return detail.ok === false ? 'down' : 'up'
  if (kind === 'connection-changed' || kind === 'verdict-changed') return tones[String(detail.to)] ?? 'off'
  return 'off'
}

function causeWord(code: string): string {
  return i18next.t(`shared:cause.${code}` as 'shared:cause.refused', { defaultValue: code })
}

function stateWord(state: unknown): string {
  return i18next.t(`shared:state.${String(state)}` as 'shared:state.off', { defaultValue: String(state) })
}

function verdictWord(verdict: unknown): string {
  return i18next.t(`shared:verdict.${String(verdict)}` as 'shared:verdict.up', {
    defaultValue: String(verdict),
  })
}
