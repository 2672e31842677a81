import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Disclosure } from '../ui/disclosure'
import { Field } from '../ui/field'
import { Segmented } from '../ui/segmented'
import type { Draft } from './draft'
import { type RegistrationFormProps, TextField } from './registration-field'

const fields = ['health_check_url', 'timeout', 'retry_count', 'metadata', 'type']

/** What most servers do not need; shown by itself where something of it is set or wrong. */
export function MoreFields(props: RegistrationFormProps) {
  const { t } = useTranslation()
  const { draft, problem, onChange } = props
  const [open, setOpen] = useState(() => isSet(draft))
  const wrong = fields.some((field) => problem(field) !== undefined)
  return (
    <Disclosure label={t('dialog.more')} open={open || wrong} onToggle={setOpen}>
      {draft.kind === 'http' && (
        <Field label={t('dialog.transport')} hint={t('dialog.transportHint')} problem={problem('type')}>
          {() => (
            <Segmented
              label={t('dialog.transport')}
              value={draft.transport}
              options={[
                { value: 'auto', label: t('dialog.transports.auto') },
                { value: 'http', label: t('dialog.transports.http') },
                { value: 'sse', label: t('dialog.transports.sse') },
              ]}
              onChange={(transport) => onChange({ transport })}
              className="justify-self-start"
            />
          )}
        </Field>
      )}
      <TextField
        {...props}
        mono
        field="health_check_url"
        name="healthUrl"
        label={t('dialog.healthUrl')}
        hint={t('dialog.healthUrlHint')}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          {...props}
          field="timeout"
          name="timeout"
          label={t('dialog.timeout')}
          hint={t('dialog.timeoutHint')}
        />
        <TextField
          {...props}
          field="retry_count"
          name="retries"
          label={t('dialog.retries')}
          hint={t('dialog.retriesHint')}
        />
      </div>
      <TextField
        {...props}
        mono
        rows={3}
        field="metadata"
        name="metadata"
        label={t('dialog.metadata')}
        hint={t('dialog.metadataHint')}
        placeholder='{ "team": "data" }'
      />
    </Disclosure>
  )
}

function isSet({ healthUrl, timeout, retries, metadata, transport }: Draft): boolean {
  return transport !== 'auto' || [healthUrl, timeout, retries, metadata].some((text) => text !== '')
}
