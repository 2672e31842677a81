import { useTranslation } from 'react-i18next'
import { sourcePolicies } from '../../shared/contract/discovery'
import { KeyValues } from '../registry/key-values'
import { formatSpan } from '../text/format'
import { Field, Input } from '../ui/field'
import { Select } from '../ui/select'
import { usualIntervals } from './intervals'
import type { SourceDraft } from './source-draft'

interface AddSourceFieldsProps {
  readonly draft: SourceDraft
  /** What is wrong with where the source lies. */
  readonly problem: string | null
  readonly onChange: (part: Partial<SourceDraft>) => void
}

/** What a kind of source asks for, then what all of them have. */
export function AddSourceFields({ draft, problem, onChange }: AddSourceFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <PlaceFields draft={draft} problem={problem} onChange={onChange} />
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t('sourceDialog.name')} hint={t('sourceDialog.nameHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={128}
              value={draft.name}
              onChange={({ target }) => onChange({ name: target.value })}
            />
          )}
        </Field>
        <Field label={t('sourceDialog.interval')} hint={t(`sourceDialog.intervalHint.${draft.type}`)}>
          {(control) => (
            <Select
              {...control}
              value={draft.intervalMs}
              onChange={({ target }) => onChange({ intervalMs: target.value })}
            >
              <option value="">{t('sourceDialog.usual')}</option>
              {usualIntervals.map((ms) => (
                <option key={ms} value={String(ms)}>
                  {formatSpan(ms)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('sourcePolicy.label')} hint={t(`sourcePolicy.means.${draft.policy || 'usual'}`)}>
          {(control) => (
            <Select
              {...control}
              value={draft.policy}
              onChange={({ target }) =>
                onChange({ policy: sourcePolicies.find((policy) => policy === target.value) ?? '' })
              }
            >
              <option value="">{t('sourceDialog.usual')}</option>
              {sourcePolicies.map((policy) => (
                <option key={policy} value={policy}>
                  {t(`sourcePolicy.${policy}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </>
  )
}

function PlaceFields({ draft, problem, onChange }: AddSourceFieldsProps) {
  const { t } = useTranslation()
  const field = { file_watch: 'path', http_polling: 'url', multicast: 'service' } as const
  const name = field[draft.type]
  return (
    <>
      <Field
        label={t(`sourceDialog.${name}`)}
        hint={t(`sourceDialog.${name}Hint`)}
        problem={problem ?? undefined}
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono text-sm"
            maxLength={4_096}
            value={draft[name]}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        )}
      </Field>
      {draft.type === 'http_polling' && (
        <>
          <Field label={t('sourceDialog.bearer')} hint={t('sourceDialog.bearerHint')}>
            {(control) => (
              <Input
                {...control}
                type="password"
                className="font-mono text-sm"
                maxLength={4_096}
                value={draft.bearer}
                onChange={({ target }) => onChange({ bearer: target.value })}
              />
            )}
          </Field>
          <KeyValues
            label={t('dialog.headers')}
            pairs={draft.headers}
            problem={undefined}
            onChange={(headers) => onChange({ headers })}
          />
        </>
      )}
    </>
  )
}
