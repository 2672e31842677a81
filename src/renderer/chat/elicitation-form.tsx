import { TriangleAlert } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { visibleLine } from '../../shared/visible-text'
import { ArgumentsForm } from '../connections/arguments-form'
import { isRecord } from '../connections/is-record'
import { emptyDraft } from '../connections/tool-drafts'
import { formatList } from '../text/format'
import { Button } from '../ui/button'
import { secretFields } from './secret-fields'

interface ElicitationFormProps {
  readonly schema: Record<string, unknown>
  readonly busy: boolean
  readonly onAnswer: (content: Record<string, unknown>) => void
  readonly onDecline: () => void
  readonly onCancel: () => void
}

/** A server's questions as a form. Servers may not ask for secrets this way: where one seems to, that is said. */
export function ElicitationForm({ schema, busy, onAnswer, onDecline, onCancel }: ElicitationFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const [draft, setDraft] = useState(emptyDraft)
  const secrets = useMemo(() => secretFields(schema), [schema])
  return (
    <>
      {secrets.length > 0 && (
        <p className="flex items-start gap-2 rounded-md border border-down bg-down-soft p-2 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-down-text" />
          <span className="min-w-0 wrap-anywhere">
            {t('chat.elicit.secret', { fields: formatList(secrets.map(visibleLine)) })}
          </span>
        </p>
      )}
      <ArgumentsForm
        id={id}
        schema={schema}
        draft={draft}
        strict={false}
        onDraft={(part) => setDraft({ ...draft, ...part })}
        onSubmit={(content) => onAnswer(isRecord(content) ? content : {})}
        onInvalid={() => {}}
      />
      <div className="flex flex-wrap gap-1.5">
        <Button look="primary" type="submit" form={id} busy={busy}>
          {t('chat.elicit.answer')}
        </Button>
        <Button disabled={busy} onClick={onDecline}>
          {t('chat.elicit.decline')}
        </Button>
        <Button look="ghost" className="text-ink hover:bg-raised" disabled={busy} onClick={onCancel}>
          {t('chat.elicit.cancel')}
        </Button>
      </div>
    </>
  )
}
