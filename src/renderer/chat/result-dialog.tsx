import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Call } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { ToolAnswer } from '../connections/tool-answer'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { Skeleton } from '../ui/skeleton'

interface ResultDialogProps {
  readonly conversation: string
  readonly call: Call
  readonly onClose: () => void
}

/** The whole of what a tool answered. */
export function ResultDialog({ conversation, call, onClose }: ResultDialogProps) {
  const { t } = useTranslation()
  const name = visibleLine(`${call.server}.${call.tool}`)
  const result = useQuery(useRpc().chat.result.queryOptions({ input: { conversation, call: call.id } }))
  const save = () => saveFile(`${call.tool}.json`, JSON.stringify(result.data, null, 2))
  return (
    <Dialog
      title={t('chat.call.resultOf', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(920px,calc(100vw-48px))]"
      footer={
        <>
          <Button disabled={!result.data} onClick={save}>
            {t('toolResult.save')}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      {result.isPending && <Skeleton className="h-32" />}
      {result.isError && <p className="text-down-text">{refusalSentence(toRefusal(result.error))}</p>}
      {result.data && <ToolAnswer result={result.data} server={call.server} />}
    </Dialog>
  )
}
