import { useTranslation } from 'react-i18next'
import type { ModelError } from '../../shared/contract/models'
import { useView } from '../shell/view'
import { modelAdvice, modelSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { StrangerText } from './stranger'

const mendedInSettings: readonly ModelError['code'][] = [
  'provider-missing',
  'key-missing',
  'key-refused',
  'model-missing',
  'host-not-found',
  'not-a-model-server',
  'tls',
]

/** Why the model did not answer, and what to do about it. */
export function ModelTrouble({ error }: { error: ModelError }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (
    <div className="grid min-w-0 justify-items-start gap-1.5 rounded-lg border border-down bg-down-soft p-2.5">
      <p dir="auto" className="max-w-full whitespace-pre-wrap wrap-anywhere">
        <StrangerText text={modelSentence(error)} />
      </p>
      <p className="text-muted">{modelAdvice(error)}</p>
      {mendedInSettings.includes(error.code) && (
        <Button onClick={() => set({ screen: 'settings', setting: 'providers' })}>
          {t('chat.modelSettings')}
        </Button>
      )}
    </div>
  )
}
