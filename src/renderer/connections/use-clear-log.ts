import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { useClearedLogs } from './cleared-logs'

/** How long the offer to undo stands. */
const undoMs = 8_000

/** Takes a log's entries out of sight at once, and out of the core once nobody undid it. */
export function useClearLog({ id, name }: Server): (upTo: number) => void {
  const { t } = useTranslation()
  const client = useClient()
  const hide = useClearedLogs((logs) => logs.hide)
  return (upTo) => {
    hide(id, upTo)
    let undone = false
    const settle = () => {
      if (undone) return
      client.connections
        .clearLog({ server: name, upTo })
        .catch((error: unknown) => toast.error(refusalSentence(toRefusal(error))))
    }
    toast(t('log.cleared', { name }), {
      duration: undoMs,
      action: {
        label: t('action.undo'),
        onClick: () => {
          undone = true
          hide(id, 0)
        },
      },
      onAutoClose: settle,
      onDismiss: settle,
    })
  }
}
