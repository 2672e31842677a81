import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelError, ModelTest } from '../../shared/contract/models'
import { formatMs } from '../text/format'
import { modelAdvice, modelSentence } from '../text/sentences'

/** What a test came to, in words. */
export function TestResult({ test: { error, address, models, durationMs } }: { test: ModelTest }) {
  const { t } = useTranslation()
  if (error) return <Trouble error={error} />
  const values = { address: address ?? '', time: formatMs(durationMs) }
  return (
    <p className="flex gap-2 rounded-lg border border-line bg-panel px-3 py-2">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-up-text" />
      <span className="min-w-0 wrap-anywhere">
        {models.length > 0
          ? t('models.answers', { count: models.length, ...values })
          : t('models.answersUnlisted', values)}
      </span>
    </p>
  )
}

/** Why a provider does not answer, and what helps. */
export function Trouble({ error }: { error: ModelError }) {
  return (
    <div className="flex gap-2 rounded-lg border border-line bg-panel px-3 py-2">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-down-text" />
      <div className="min-w-0">
        <p dir="auto" className="wrap-anywhere">
          {modelSentence(error)}
        </p>
        <p className="text-muted">{modelAdvice(error)}</p>
      </div>
    </div>
  )
}
