import { Copy } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ToolResult } from '../../shared/contract/connections'
import { formatMs } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot, Spinner } from '../ui/dot'
import { JsonTree } from '../ui/json-tree'
import { useNow } from '../ui/use-now'
import { ToolContent } from './tool-content'
import type { CallState } from './use-tool-call'

/** How a call stands, or what came of it. */
export function ToolOutcome({ state }: { state: CallState }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.kind !== 'idle') place.current?.scrollIntoView({ block: 'nearest' })
  }, [state.kind])
  return (
    <div
      ref={place}
      role="status"
      className="min-w-0 scroll-my-3 px-4 pb-3 empty:hidden @min-[720px]:overflow-y-auto @min-[720px]:pt-3 @min-[720px]:pl-2"
    >
      {state.kind === 'running' && <Running startedAtMs={state.startedAtMs} />}
      {state.kind === 'refused' && (
        <p className="rounded-lg border border-down bg-down-soft p-3 break-words">
          {refusalSentence(state.refusal)}
        </p>
      )}
      {state.kind === 'answered' && <Answer result={state.result} />}
    </div>
  )
}

function Running({ startedAtMs }: { startedAtMs: number }) {
  const { t } = useTranslation()
  const now = useNow(200)
  return (
    <p className="flex items-center gap-2 text-muted tabular-nums">
      <Spinner />
      {t('tools.running', { time: formatMs(Math.max(0, Math.floor((now - startedAtMs) / 100) * 100)) })}
    </p>
  )
}

function Answer({ result }: { result: ToolResult }) {
  const { t } = useTranslation()
  const { content, structuredContent, isError, durationMs } = result
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify({ content, structuredContent }, null, 2))
    toast.success(t('tools.copied'))
  }
  return (
    <section
      aria-label={t('tools.result')}
      className="overflow-hidden rounded-lg border border-line bg-raised"
    >
      <header className="flex items-center gap-2 border-line border-b py-1 pr-1 pl-3">
        <Dot tone={isError ? 'down' : 'up'} />
        <h4 className="font-[550]">{isError ? t('tools.resultError') : t('tools.result')}</h4>
        <span className="flex-1" />
        <Chip className="tabular-nums">{formatMs(durationMs)}</Chip>
        <IconButton label={t('tools.copy')} onClick={() => void copy()}>
          <Copy />
        </IconButton>
      </header>
      <div className="grid gap-2 p-3">
        {content.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer never move.
          <ToolContent key={index} item={item} />
        ))}
        {structuredContent !== undefined && (
          <div className="overflow-x-auto pl-4">
            <h5 className="-ml-4 mb-1 font-[550] text-faint text-xs">{t('tools.structured')}</h5>
            <JsonTree value={structuredContent} moreLabel={(count) => t('tools.more', { count })} />
          </div>
        )}
        {content.length === 0 && structuredContent === undefined && (
          <p className="text-faint">{t('tools.empty')}</p>
        )}
      </div>
    </section>
  )
}
