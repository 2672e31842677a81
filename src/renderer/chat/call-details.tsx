import { Copy, Maximize2, RotateCcw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Call } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { ToolAnswer } from '../connections/tool-answer'
import { formatBytes, formatDateTime } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { CodeFrame } from './code-frame'
import { ResultDialog } from './result-dialog'
import { ExactJson, StrangerText } from './stranger'
import { useRun } from './use-chat'

interface CallDetailsProps {
  readonly conversation: string
  readonly turn: string
  readonly call: Call
}

/** All that is known of a call, and what can be done with it. */
export function CallDetails({ conversation, turn, call }: CallDetailsProps) {
  const { t } = useTranslation()
  const { arguments: args, result, error, allowedBy, by, startedAt, tried, state, server } = call
  const facts = [
    t(`chat.call.by.${by}`),
    allowedBy && by === 'model' && t(`chat.call.allowedBy.${allowedBy}`),
    startedAt && formatDateTime(startedAt),
  ].filter((fact) => fact)
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 border-line border-t p-2.5">
      <p className="text-faint text-xs">{facts.join(' · ')}</p>
      {tried.length > 0 && (
        <p className="text-muted text-sm wrap-anywhere">
          {t('chat.call.tried', {
            server: visibleLine(server),
            tried: tried.map((each) => `${visibleLine(each.server)} (${each.code})`).join(', '),
          })}
        </p>
      )}
      <Section title={t('toolForm.arguments')}>
        <CodeFrame label={t('toolForm.arguments')}>
          <ExactJson value={args} />
        </CodeFrame>
      </Section>
      {result && (
        <Section title={t('chat.call.from', { server: visibleLine(server) })}>
          <ToolAnswer result={{ ...result, durationMs: call.durationMs ?? 0 }} server={server} />
          {(result.isCut || result.isCutForModel) && (
            <p className="text-faint text-xs">
              {result.isCut && t('chat.call.cut', { size: formatBytes(result.bytes) })}{' '}
              {result.isCutForModel && t('chat.call.cutForModel')}
            </p>
          )}
        </Section>
      )}
      {error && (
        <p className="text-down-text wrap-anywhere">
          <StrangerText text={refusalSentence(error)} />
        </p>
      )}
      {state === 'lost' && <p className="text-muted">{t('chat.call.lostText')}</p>}
      <Deeds conversation={conversation} turn={turn} call={call} />
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <h4 className="font-[550] text-muted text-sm">{title}</h4>
      {children}
    </section>
  )
}

function Deeds({ conversation, turn, call }: CallDetailsProps) {
  const { t } = useTranslation()
  const run = useRun(conversation, turn)
  const [whole, setWhole] = useState(false)
  const isOver = !['asking', 'waiting', 'running'].includes(call.state)
  const copy = async () => {
    await navigator.clipboard.writeText(textOf(call))
    toast.success(t('tools.copied'))
  }
  return (
    <div className="flex flex-wrap gap-1.5">
      {call.result && (
        <>
          <Button onClick={() => setWhole(true)}>
            <Maximize2 aria-hidden className="size-3.5" />
            {t('chat.call.full')}
          </Button>
          <Button onClick={() => void copy()}>
            <Copy aria-hidden className="size-3.5" />
            {t('tools.copy')}
          </Button>
        </>
      )}
      {isOver && (
        <Button busy={run.isPending} onClick={() => run.mutate(call)}>
          <RotateCcw aria-hidden className="size-3.5" />
          {t('chat.call.retry')}
        </Button>
      )}
      {whole && <ResultDialog conversation={conversation} call={call} onClose={() => setWhole(false)} />}
    </div>
  )
}

/** As it came: whoever copies it wants the text itself. */
function textOf({ result }: Call): string {
  const texts = result?.content.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])) ?? []
  if (texts.length > 0 && texts.length === result?.content.length) return texts.join('\n')
  return JSON.stringify({ content: result?.content, structuredContent: result?.structuredContent }, null, 2)
}
