import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBoundary } from '../ui/error-boundary'
import { Skeleton } from '../ui/skeleton'
import { formSchemaOf } from './form/form-schema'
import { isRecord } from './is-record'
import { RawForm } from './raw-form'
import type { Draft } from './tool-drafts'

/** Forms are a third of the page's code; the list of servers does not wait for them. */
const SchemaForm = lazy(() => import('./form/schema-form').then((module) => ({ default: module.SchemaForm })))

interface ArgumentsFormProps {
  readonly id: string
  /** As the server sent it. */
  readonly schema: Record<string, unknown>
  readonly draft: Draft
  /** The switch to the form was refused: what was typed is no object. */
  readonly strict: boolean
  readonly onDraft: (part: Partial<Draft>) => void
  readonly onSubmit: (args: Record<string, unknown>) => void
  readonly onInvalid: () => void
}

/** What a tool is to be given: as a form, or as JSON where that was asked for or no form can be made. */
export function ArgumentsForm(props: ArgumentsFormProps) {
  const { id, draft, strict, onDraft, onSubmit, onInvalid } = props
  const { t } = useTranslation()
  const { schema, refusal } = useMemo(() => formSchemaOf(withoutMeta(props.schema)), [props.schema])
  const raw = (note?: string) => (
    <RawForm
      id={id}
      text={draft.raw ?? JSON.stringify(draft.value, null, 2)}
      note={note}
      strict={strict}
      onChange={(text) => onDraft({ raw: text })}
      onSubmit={onSubmit}
    />
  )
  if (refusal !== null) return raw(t(`toolForm.none.${refusal}`))
  if (draft.raw !== null) return raw()
  return (
    <ErrorBoundary fallback={raw(t('toolForm.none.broken'))}>
      <Suspense fallback={<Skeleton className="h-7" />}>
        <SchemaForm
          id={id}
          schema={schema}
          value={draft.value}
          onChange={(value) => onDraft({ value })}
          onSubmit={(value) => onSubmit(isRecord(value) ? value : {})}
          onInvalid={onInvalid}
        />
      </Suspense>
    </ErrorBoundary>
  )
}

/** The tool's title and description stand above already. */
function withoutMeta({ title: _title, description: _description, ...schema }: Record<string, unknown>) {
  return schema
}
