import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Call } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { formatMs } from '../text/format'
import { cn } from '../ui/class-names'
import { Dot, type Tone } from '../ui/dot'
import { useNow } from '../ui/use-now'
import { CallBody } from './call-body'
import { CallDetails } from './call-details'
import { CallUnderWay } from './call-under-way'
import { ElicitationCard } from './elicitation-card'
import { StrangerLine } from './stranger'

interface CallCardProps {
  readonly conversation: string
  readonly turn: string
  readonly call: Call
}

/** One call of a tool: how it stands, what was sent, what came of it; all of it with a press. */
export function CallCard({ conversation, turn, call }: CallCardProps) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const { tone, word } = standingOf(call)
  const name = `${call.server}.${call.tool}`
  const isPlain = call.state === 'done' && tone === 'up'
  return (
    <article
      aria-label={visibleLine(name)}
      className="min-w-0 overflow-hidden rounded-lg border border-line bg-raised"
    >
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="group flex min-h-8.5 w-full items-center gap-2 px-2.5 py-1.5 text-left outline-offset-[-2px] hover:bg-panel"
      >
        <Dot tone={tone} />
        <code title={visibleLine(name)} className="min-w-0 truncate font-mono text-sm">
          <StrangerLine text={name} />
        </code>
        <span className={cn('shrink-0 text-muted text-sm', isPlain && 'sr-only')}>
          {t(`chat.call.${word}`)}
        </span>
        <span className="flex-1" />
        <Time call={call} />
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')}
        />
      </button>
      {!open && <CallBody call={call} />}
      {open && (
        <div id={id}>
          <CallDetails conversation={conversation} turn={turn} call={call} />
        </div>
      )}
      <CallUnderWay call={call} />
      {call.elicitation && (
        <ElicitationCard
          key={call.elicitation.id}
          conversation={conversation}
          server={call.server}
          elicitation={call.elicitation}
        />
      )}
    </article>
  )
}

function standingOf({ state, result }: Call): {
  readonly tone: Tone
  readonly word: Call['state'] | 'toolError'
} {
  if (state === 'done' && result?.isError) return { tone: 'down', word: 'toolError' }
  return { tone: tones[state], word: state }
}

const tones: Record<Call['state'], Tone> = {
  asking: 'ask',
  waiting: 'busy',
  running: 'busy',
  done: 'up',
  failed: 'down',
  denied: 'off',
  cancelled: 'off',
  lost: 'unknown',
}

function Time({ call: { state, startedAt, durationMs } }: { call: Call }) {
  const isRunning = state === 'running' && startedAt !== null
  if (isRunning) return <Running since={startedAt} />
  if (durationMs === null) return null
  return <span className="shrink-0 text-muted tabular-nums">{formatMs(durationMs)}</span>
}

function Running({ since }: { since: string }) {
  const now = useNow(200)
  const ms = Math.max(0, Math.floor((now - Date.parse(since)) / 100) * 100)
  return <span className="shrink-0 text-muted tabular-nums">{formatMs(ms)}</span>
}
