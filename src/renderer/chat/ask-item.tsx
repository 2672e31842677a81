import { useTranslation } from 'react-i18next'
import type { Ask } from '../../shared/contract/consents'
import type { Call } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { formatList } from '../text/format'
import { CodeFrame } from './code-frame'
import { ExactJson, StrangerLine } from './stranger'
import { ToolDiff } from './tool-diff'

/** What a call wants, why that is asked, and exactly what would be sent. */
export function AskItem({ call: { server, tool, arguments: args, ask } }: { call: Call }) {
  const { t } = useTranslation()
  if (!ask) return null
  const isEmpty = Object.keys(args).length === 0
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <p className="wrap-anywhere">
        <b className="font-[650]">
          <StrangerLine text={`${server}.${tool}`} />
        </b>{' '}
        {t(`chat.ask.wants.${wishOf(ask)}`)}{' '}
        {t(`chat.ask.reason.${ask.reason}`, { servers: formatList(ask.strangers.map(visibleLine)) })}
      </p>
      {isEmpty ? (
        <p className="text-muted text-sm">{t('chat.ask.nothingSent')}</p>
      ) : (
        <CodeFrame label={t('chat.ask.exactly')}>
          <ExactJson value={args} />
        </CodeFrame>
      )}
      {ask.change && <ToolDiff change={ask.change} />}
      {ask.reason === 'strangers-data' && (
        <p className="text-muted text-sm">{t('chat.ask.strangersAlways')}</p>
      )}
    </div>
  )
}

/** By the server's own word: what it does not say is taken for the worse. */
function wishOf({ readOnlyHint, destructiveHint }: Ask): 'read' | 'write' | 'destroy' {
  if (readOnlyHint) return 'read'
  return destructiveHint ? 'destroy' : 'write'
}
