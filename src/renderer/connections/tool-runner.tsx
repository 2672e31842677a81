import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ErrorBoundary } from '../ui/error-boundary'
import { Field, TextArea } from '../ui/field'
import { SchemaForm } from './form/schema-form'
import { ToolHints } from './tool-hints'
import { ToolOutcome } from './tool-outcome'
import { useToolCall } from './use-tool-call'

/** One tool: what it is, what it takes, and what it answered. */
export function ToolRunner({ server, tool }: { server: Server; tool: Tool }) {
  const { t } = useTranslation()
  const formId = useId()
  const call = useToolCall(server.name, tool.name)
  const [value, setValue] = useState<unknown>({})
  const [raw, setRaw] = useState<string | null>(null)
  const [problem, setProblem] = useState<string>()
  const takesNothing =
    Object.keys(tool.inputSchema.properties ?? {}).length === 0 && !tool.inputSchema.additionalProperties

  const runRaw = () => {
    const parsed = parseArguments(raw ?? '')
    setProblem(parsed ? undefined : t('tools.notObject'))
    if (parsed) call.run(parsed)
  }
  const switchRaw = (on: boolean) => {
    if (on) setRaw(JSON.stringify(value, null, 2))
    else setValue(parseArguments(raw ?? '') ?? value)
    if (!on) setRaw(null)
    setProblem(undefined)
  }
  const rawEditor = (
    <RawArguments
      text={raw ?? '{}'}
      problem={problem}
      onChange={(text) => {
        setRaw(text)
        setProblem(undefined)
      }}
    />
  )
  return (
    <div className="min-h-0 overflow-y-auto px-4 py-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <h3 className="mr-1 break-all font-[560] font-mono">{tool.name}</h3>
        <ToolHints tool={tool} />
      </div>
      {tool.description && (
        <p className="mt-1 max-h-28 max-w-prose overflow-y-auto whitespace-pre-line text-muted">
          {tool.description}
        </p>
      )}
      <div className="mt-3 max-w-xl">
        {raw === null ? (
          <ErrorBoundary fallback={rawEditor}>
            {takesNothing && <p className="text-faint">{t('tools.takesNothing')}</p>}
            <SchemaForm
              id={formId}
              schema={withoutMeta(tool.inputSchema)}
              value={value}
              onChange={setValue}
              onSubmit={(data) => call.run(isRecord(data) ? data : {})}
            />
          </ErrorBoundary>
        ) : (
          rawEditor
        )}
      </div>
      <div className="mt-3 flex items-center gap-2">
        {call.state.kind === 'running' ? (
          <Button onClick={call.stop}>{t('action.stop')}</Button>
        ) : raw === null ? (
          <Button
            look="primary"
            type="submit"
            form={formId}
            disabled={server.connection.state !== 'connected'}
          >
            {t('action.run')}
          </Button>
        ) : (
          <Button look="primary" onClick={runRaw} disabled={server.connection.state !== 'connected'}>
            {t('action.run')}
          </Button>
        )}
        <Checkbox checked={raw !== null} onChange={switchRaw} className="ml-2 text-muted">
          {t('tools.raw')}
        </Checkbox>
        {server.connection.state !== 'connected' && (
          <span className="text-faint">{t('tools.connectFirst')}</span>
        )}
      </div>
      <ToolOutcome state={call.state} />
    </div>
  )
}

interface RawArgumentsProps {
  readonly text: string
  readonly problem: string | undefined
  readonly onChange: (text: string) => void
}

function RawArguments({ text, problem, onChange }: RawArgumentsProps) {
  const { t } = useTranslation()
  return (
    <Field label={t('tools.arguments')} problem={problem}>
      {(control) => (
        <TextArea
          {...control}
          rows={7}
          value={text}
          className="font-mono text-sm"
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

function parseArguments(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** The tool's title and description stand above already. */
function withoutMeta({ title: _title, description: _description, ...schema }: Record<string, unknown>) {
  return schema
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
