import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/tools'
import { Chip } from '../ui/chip'

/** What the server says its tool does to the world. It is the server's word, not a fact. */
export function ToolHints({ tool, brief = false }: { tool: Tool; brief?: boolean }) {
  const { t } = useTranslation()
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {}
  const note = t('tools.hintNote')
  return (
    <>
      {readOnlyHint === true && (
        <Chip look="up" title={note}>
          {t('tools.readOnly')}
        </Chip>
      )}
      {readOnlyHint !== true && destructiveHint === true && (
        <Chip look="down" title={note}>
          {t('tools.destructive')}
        </Chip>
      )}
      {!brief && idempotentHint === true && readOnlyHint !== true && (
        <Chip title={note}>{t('tools.idempotent')}</Chip>
      )}
      {!brief && openWorldHint === true && <Chip title={note}>{t('tools.openWorld')}</Chip>}
    </>
  )
}
