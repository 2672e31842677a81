import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Turn } from '../../shared/contract/turns'
import { formatMs, formatNumber } from '../text/format'
import { Button } from '../ui/button'
import { Spinner } from '../ui/dot'
import { ModelTrouble } from './model-trouble'
import { useAgain } from './use-chat'

interface TurnEndProps {
  readonly conversation: string
  readonly turn: Turn
  readonly isLast: boolean
}

/** How a turn stands or ended, in words; what it took; and asking again. */
export function TurnEnd({ conversation, turn, isLast }: TurnEndProps) {
  const { t } = useTranslation()
  const again = useAgain(conversation)
  const { state, error, parts } = turn
  const answer = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n')
  if (state === 'running')
    return (
      <p className="flex h-5 items-center gap-2 text-muted text-sm">
        <Spinner className="size-3" />
        {t('chat.state.running')}
      </p>
    )
  if (state === 'waiting') return null
  const copy = async () => {
    await navigator.clipboard.writeText(answer)
    toast.success(t('chat.copied'))
  }
  return (
    <div className="grid min-w-0 gap-2">
      {error && <ModelTrouble error={error} />}
      {(state === 'stopped' || state === 'interrupted' || state === 'full') && (
        <p className="text-muted text-sm">{t(`chat.state.${state}`)}</p>
      )}
      <div className="-ml-2 flex flex-wrap items-center gap-x-1 text-faint text-xs tabular-nums">
        {isLast && (
          <Button
            look="ghost"
            busy={again.isPending}
            onClick={() => again.mutate(turn.id)}
            className="h-6 px-2 text-xs"
          >
            <RotateCcw aria-hidden className="size-3" />
            {t('chat.again')}
          </Button>
        )}
        {answer !== '' && (
          <Button look="ghost" onClick={() => void copy()} className="h-6 px-2 text-xs">
            {t('chat.copy')}
          </Button>
        )}
        <Took turn={turn} />
      </div>
    </div>
  )
}

/** Model, tokens and time, as far as they are known. */
function Took({ turn: { usage, durationMs, llm_config: config } }: { turn: Turn }) {
  const { t } = useTranslation()
  const facts = [
    config?.model,
    usage && t('chat.tokens', { input: formatNumber(usage.input), output: formatNumber(usage.output) }),
    durationMs !== null && formatMs(durationMs),
  ].filter((fact) => fact)
  const cached =
    usage && usage.cached > 0 ? t('chat.cached', { number: formatNumber(usage.cached) }) : undefined
  return (
    <span title={cached} className="px-2 py-1">
      {facts.join(' · ')}
    </span>
  )
}
