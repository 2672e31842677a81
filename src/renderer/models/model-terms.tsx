import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LlmConfig } from '../../shared/contract/models'
import { Row } from '../settings/section'
import { Input } from '../ui/field'
import { useChoose } from './use-choose'

const names = ['temperature', 'max_tokens'] as const
type Name = (typeof names)[number]

/** How the default model answers; what is left empty is left to its provider. */
export function ModelTerms({ config }: { config: LlmConfig | null }) {
  return config && names.map((name) => <Term key={name} name={name} config={config} />)
}

/** Kept when the person leaves the field or presses Enter, if it fits; Escape takes back what was typed. */
function Term({ name, config }: { name: Name; config: LlmConfig }) {
  const { t } = useTranslation()
  const id = useId()
  const choose = useChoose()
  const [draft, setDraft] = useState<string | null>(null)
  const { [name]: value, ...others } = config
  const next = draft === null || draft.trim() === '' ? undefined : Number(draft)
  const fits = LlmConfig.shape[name].safeParse(next).success
  const commit = () => {
    if (draft === null || !fits) return
    if (next === value) return setDraft(null)
    choose.mutate(next === undefined ? others : { ...others, [name]: next }, {
      onSuccess: () => setDraft(null),
    })
  }
  return (
    <Row
      label={<label htmlFor={id}>{t(`setting.${name}`)}</label>}
      hint={
        <span id={`${id}-hint`} className={fits ? undefined : 'text-down-text'}>
          {t(fits ? `models.means.${name}` : `models.range.${name}`)}
        </span>
      }
    >
      <Input
        id={id}
        inputMode="decimal"
        placeholder={t('models.providers')}
        aria-invalid={fits ? undefined : true}
        aria-describedby={`${id}-hint`}
        className="w-28 text-right tabular-nums"
        value={draft ?? (value === undefined ? '' : String(value))}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit()
          else if (key === 'Escape') setDraft(null)
        }}
      />
    </Row>
  )
}
