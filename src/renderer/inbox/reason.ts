import i18next from 'i18next'
import type { DangerCode } from '../../shared/contract/inbox'

/** Why something is marked, as a sentence. */
export function reasonSentence(code: DangerCode): string {
  return i18next.t(`shared:inbox.reason.${code}`)
}
