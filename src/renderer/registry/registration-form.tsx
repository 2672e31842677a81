import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../ui/code-block'
import { Field, Input, TextArea } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { Switch } from '../ui/switch'
import { commandLine } from './address'
import { type Draft, linesOf } from './draft'
import { KeyValues } from './key-values'

interface RegistrationFormProps {
  readonly draft: Draft
  /** An existing server stays what it is: an address or a command. */
  readonly fixedKind: boolean
  /** What is wrong with a field of the document, in the person's language. */
  readonly problem: (field: string) => string | undefined
  readonly onLeave: (field: string) => void
  readonly onChange: (part: Partial<Draft>) => void
}

export function RegistrationForm(props: RegistrationFormProps) {
  const { t } = useTranslation()
  const { draft, fixedKind, onChange } = props
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
      <TextField {...props} field="name" name="name" label={t('dialog.name')} autoFocus />
      {draft.kind === 'http' ? <HttpFields {...props} /> : <CommandFields {...props} />}
      <div className="grid grid-cols-[minmax(0,1fr)_120px] gap-3">
        <TextField {...props} field="tags" name="tags" label={t('dialog.tags')} hint={t('dialog.tagsHint')} />
        <TextField
          {...props}
          field="priority"
          name="priority"
          label={t('dialog.priority')}
          hint={t('dialog.priorityHint')}
        />
      </div>
      <TextField {...props} field="description" name="description" label={t('dialog.description')} />
      <TextField
        {...props}
        mono
        field="health_check_url"
        name="healthUrl"
        label={t('dialog.healthUrl')}
        hint={t('dialog.healthUrlHint')}
      />
      <Field label={t('dialog.autoConnect')} hint={t('dialog.autoConnectHint')}>
        {({ id }) => (
          <Switch id={id} checked={draft.autoConnect} onChange={(autoConnect) => onChange({ autoConnect })} />
        )}
      </Field>
    </div>
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
      />
      <KeyValues
        label={t('dialog.headers')}
        pairs={props.draft.headers}
        problem={props.problem('headers')}
        onChange={(headers) => props.onChange({ headers })}
      />
    </>
  )
}

function CommandFields(props: RegistrationFormProps) {
  const { t } = useTranslation()
  const { draft, problem, onChange, onLeave } = props
  return (
    <>
      <TextField
        {...props}
        mono
        field="command"
        name="command"
        label={t('dialog.program')}
        placeholder="npx"
      />
      <Field label={t('dialog.args')} hint={t('dialog.argsHint')} problem={problem('args')}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            className="font-mono text-sm"
            value={draft.args}
            onBlur={() => onLeave('args')}
            onChange={({ target }) => onChange({ args: target.value })}
          />
        )}
      </Field>
      <TextField {...props} mono field="cwd" name="cwd" label={t('dialog.cwd')} hint={t('dialog.cwdHint')} />
      <KeyValues
        label={t('dialog.env')}
        pairs={draft.env}
        problem={problem('env')}
        onChange={(env) => onChange({ env })}
      />
      {draft.command.trim() !== '' && (
        <section className="grid gap-1">
          <h3 className="font-[550] text-sm">{t('dialog.willRun')}</h3>
          <CodeBlock label={t('dialog.willRun')}>
            {commandLine(draft.command.trim(), draft.args.trim() === '' ? [] : linesOf(draft.args))}
          </CodeBlock>
        </section>
      )}
    </>
  )
}

interface TextFieldProps extends RegistrationFormProps {
  /** The document's field, and the draft's. */
  readonly field: string
  readonly name: 'name' | 'url' | 'command' | 'cwd' | 'tags' | 'priority' | 'healthUrl' | 'description'
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  readonly mono?: boolean
  readonly autoFocus?: boolean
}

function TextField(props: TextFieldProps) {
  const { draft, field, name, label, hint, placeholder, mono = false, autoFocus = false } = props
  return (
    <Field label={label} hint={hint} problem={props.problem(field)}>
      {(control) => (
        <Input
          {...control}
          autoFocus={autoFocus}
          placeholder={placeholder}
          className={mono ? 'font-mono text-sm' : undefined}
          value={draft[name]}
          onBlur={() => draft[name] !== '' && props.onLeave(field)}
          onChange={({ target }) => props.onChange({ [name]: target.value })}
        />
      )}
    </Field>
  )
}
