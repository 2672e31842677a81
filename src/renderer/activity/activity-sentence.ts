import i18next from 'i18next'
import type { ActivityEvent } from '../../shared/contract/activity'
import { formatMs } from '../text/format'
import type { Tone } from '../ui/dot'

/** An event in one sentence. The name of the server stands before it, so the sentence does not repeat it. */
export function activitySentence({ kind, detail }: ActivityEvent): string {
  const { t } = i18next
  switch (kind) {
    case 'connection-changed':
      return typeof detail.reason === 'string' && detail.to !== 'connected'
        ? t('event.connectionBecause', { to: stateWord(detail.to), cause: causeWord(detail.reason) })
        : t('event.connection', { to: stateWord(detail.to) })
    case 'verdict-changed':
      return t('event.verdict', { from: verdictWord(detail.from), to: verdictWord(detail.to) })
    case 'tool-called':
      return t(detail.ok === false ? 'event.toolFailed' : 'event.tool', {
        tool: String(detail.tool ?? ''),
        time: typeof detail.durationMs === 'number' ? formatMs(detail.durationMs) : '–',
      })
    case 'updated':
      return Array.isArray(detail.fields) && detail.fields.length > 0
        ? t('event.updatedFields', { fields: detail.fields.join(', ') })
        : t('event.updated')
    default:
      return t(`event.${kind}`)
  }
}

const tones: Record<string, Tone> = {
  up: 'up',
  connected: 'up',
  slow: 'slow',
  flapping: 'slow',
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
