import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../ui/code-block'
import { Field } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { Switch } from '../ui/switch'
import { TokenField } from '../ui/token-field'
import { commandLine } from './address'
import { commandOf } from './draft-start'
import { KeyValues } from './key-values'
import { tagMax, useKnownTags } from './known-tags'
import { MoreFields } from './more-fields'
import { type RegistrationFormProps, TextField } from './registration-field'

export function RegistrationForm(props: RegistrationFormProps & { nameFirst: boolean; suggested: string }) {
  const { t } = useTranslation()
  const { draft, fixedKind, nameFirst, suggested, onChange } = props
  return (
    <div className="grid gap-3.5">
      {!fixedKind && (
        <Segmented
          label={t('dialog.kind')}
          value={draft.kind}
          options={[
            { value: 'http', label: t('dialog.http') },
            { value: 'command', label: t('dialog.command') },
          ]}
          onChange={(kind) => onChange({ kind })}
          className="justify-self-start"
        />
      )}
      <TextField
        {...props}
        field="name"
        name="name"
        label={t('dialog.name')}
        autoFocus={nameFirst}
        taking="anything"
        placeholder={suggested}
        {...(!fixedKind &&
          draft.name === '' && {
            hint: suggested === '' ? t('dialog.nameHint') : t('dialog.nameTaken', { name: suggested }),
          })}
      />
      {draft.kind === 'http' ? <HttpFields {...props} /> : <CommandFields {...props} />}
      <div className="grid grid-cols-[minmax(0,1fr)_120px] gap-3">
        <Tags {...props} />
        <TextField
          {...props}
          field="priority"
          name="priority"
          label={t('dialog.priority')}
          hint={t('dialog.priorityHint')}
        />
      </div>
      <TextField {...props} field="description" name="description" label={t('dialog.description')} />
      <Field label={t('dialog.autoConnect')} hint={t('dialog.autoConnectHint')}>
        {({ id }) => (
          <Switch id={id} checked={draft.autoConnect} onChange={(autoConnect) => onChange({ autoConnect })} />
        )}
      </Field>
      <MoreFields {...props} />
    </div>
  )
}

function Tags({ draft, problem, onChange }: RegistrationFormProps) {
  const { t } = useTranslation()
  const known = useKnownTags()
  return (
    <Field label={t('dialog.tags')} hint={t('dialog.tagsHint')} problem={problem('tags')}>
      {(control) => (
        <TokenField
          {...control}
          tokens={draft.tags}
          suggestions={known}
          suggestionsLabel={t('dialog.knownTags')}
          maxLength={tagMax}
          removeLabel={(tag) => t('dialog.removeTag', { name: tag })}
          onChange={(tags) => onChange({ tags })}
        />
      )}
    </Field>
  )
}

function HttpFields(props: RegistrationFormProps) {
  const { t } = useTranslation()
  return (
    <>
      <TextField
        {...props}
        mono
        field="url"
        name="url"
        label={t('dialog.url')}
        placeholder="http://localhost:8001/mcp"
        taking="anything"
      />
      <div data-field="headers">
        <KeyValues
          label={t('dialog.headers')}
          pairs={props.draft.headers}
          problem={props.problem('headers')}
          onChange={(headers) => props.onChange({ headers })}
        />
      </div>
    </>
  )
}

function CommandFields(props: RegistrationFormProps) {
  const { t } = useTranslation()
  const { draft, problem, onChange } = props
  return (
    <>
      <TextField
        {...props}
        mono
        field="command"
        name="command"
        label={t('dialog.program')}
        placeholder="npx"
        hint={t('dialog.programHint')}
        taking="command"
      />
      <TextField
        {...props}
        mono
        rows={3}
        field="args"
        name="args"
        label={t('dialog.args')}
        hint={t('dialog.argsHint')}
      />
      <TextField {...props} mono field="cwd" name="cwd" label={t('dialog.cwd')} hint={t('dialog.cwdHint')} />
      <div data-field="env">
        <KeyValues
          label={t('dialog.env')}
          pairs={draft.env}
          problem={problem('env')}
          onChange={(env) => onChange({ env })}
        />
      </div>
      {draft.command.trim() !== '' && (
        <section className="grid gap-1">
          <h3 className="font-[550] text-sm">{t('dialog.willRun')}</h3>
          <CodeBlock label={t('dialog.willRun')} className="max-h-32">
            {commandLine(...commandOf(draft))}
          </CodeBlock>
        </section>
      )}
    </>
  )
}
