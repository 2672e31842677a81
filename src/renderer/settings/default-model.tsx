import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LlmConfig, ModelsState } from '../../shared/contract/models'
import { useChoose } from '../models/use-choose'
import { Select } from '../ui/select'
import { SuggestInput } from '../ui/suggest-input'
import { Row } from './section'

/** More say nothing; typing makes them fewer. */
const suggestionsMax = 200

/** The provider and the model that answer unless a conversation says otherwise; kept once both are there. */
export function DefaultModel({ models: { providers, llm_config: config } }: { models: ModelsState }) {
  const { t } = useTranslation()
  const choose = useChoose()
  /** A provider that was picked while its model is not. */
  const [picked, setPicked] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const provider = picked ?? config?.provider ?? ''
  const known = providers.find(({ id }) => id === provider)?.models ?? []
  const model = typed ?? (picked === null ? (config?.model ?? '') : '')
  const words = typed?.trim().toLowerCase() ?? ''
  const fitting = known.map(({ id }) => id).filter((id) => id.toLowerCase().includes(words))
  const keep = (next: string) => {
    const name = next.trim()
    if (name === '' || provider === '' || (name === config?.model && provider === config.provider)) return
    const terms: Partial<LlmConfig> = { ...config }
    choose.mutate(
      { ...terms, provider, model: name },
      {
        onSuccess: () => {
          setPicked(null)
          setTyped(null)
        },
      },
    )
  }
  const pick = (id: string) => {
    setTyped(null)
    setPicked(id === '' || id === config?.provider ? null : id)
    if (id === '') choose.mutate(null)
  }
  return (
    <Row
      field="defaultModel"
      label={t('setting.defaultModel')}
      hint={t(provider === '' ? 'models.noneHint' : 'models.defaultHint')}
    >
      <span className="flex max-w-full flex-wrap gap-2">
        <Select
          aria-label={t('models.provider')}
          className="w-36"
          value={provider}
          onChange={({ target }) => pick(target.value)}
        >
          <option value="">{t('models.none')}</option>
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        {provider !== '' && (
          <span className="w-48">
            <SuggestInput
              aria-label={t('models.model')}
              placeholder={t('models.modelPlaceholder')}
              value={model}
              suggestions={fitting.slice(0, suggestionsMax)}
              suggestionsLabel={t('models.modelList')}
              onChange={(next) => {
                setTyped(next)
                if (known.some(({ id }) => id === next)) keep(next)
              }}
              onBlur={() => keep(model)}
            />
          </span>
        )}
      </span>
    </Row>
  )
}
