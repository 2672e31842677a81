import { Terminal } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Tool } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { Button, IconButton } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ErrorBoundary } from '../ui/error-boundary'
import { Skeleton } from '../ui/skeleton'
import { keyOf, type Run, useCallHistory } from './call-history'
import { callLine } from './command-line'
import { isRecord } from './is-record'
import { parseArguments, RawForm } from './raw-form'
import { ToolHints } from './tool-hints'
import { ToolHistory } from './tool-history'
import { ToolOutcome } from './tool-outcome'
import { useToolCall } from './use-tool-call'

const noRuns: readonly Run[] = []

/** Forms are a third of the page's code; the list of servers does not wait for them. */
const SchemaForm = lazy(() => import('./form/schema-form').then((module) => ({ default: module.SchemaForm })))

/** One tool: what it is and takes, and beside or below it what it answered. */
export function ToolRunner({ server, tool }: { server: Server; tool: Tool }) {
  const formId = useId()
  const key = keyOf(server.id, tool.name)
  const call = useToolCall(server.name, tool.name, key)
  const runs = useCallHistory((history) => history.runs[key]) ?? noRuns
  const [value, setValue] = useState<unknown>({})
  const [raw, setRaw] = useState<string | null>(null)
  const switchRaw = (on: boolean) => {
    if (!on) setValue(parseArguments(raw ?? '') ?? value)
    setRaw(on ? JSON.stringify(value, null, 2) : null)
  }
  const refill = ({ args }: Run) => {
    setValue(args)
    if (raw !== null) setRaw(JSON.stringify(args, null, 2))
  }
  const current = raw === null ? value : parseArguments(raw)
  const rawForm = <RawForm id={formId} text={raw ?? '{}'} onChange={setRaw} onSubmit={call.run} />
  return (
    <div className="@container min-h-0">
      <div className="grid h-full overflow-y-auto @min-[720px]:grid-cols-2 @min-[720px]:overflow-y-hidden">
        <div className="min-w-0 px-4 py-3 @min-[720px]:overflow-y-auto">
          <ToolHeader tool={tool} />
          <div className="mt-3">
            {raw === null ? (
              <ErrorBoundary fallback={rawForm}>
                <Suspense fallback={<Skeleton className="h-7" />}>
                  <SchemaForm
                    id={formId}
                    schema={withoutMeta(tool.inputSchema)}
                    value={value}
                    onChange={setValue}
                    onSubmit={(data) => call.run(isRecord(data) ? data : {})}
                  />
                </Suspense>
              </ErrorBoundary>
            ) : (
              rawForm
            )}
          </div>
          <RunBar server={server} formId={formId} call={call} raw={raw !== null} onRaw={switchRaw}>
            <CopyLine server={server.name} tool={tool.name} args={isRecord(current) ? current : null} />
          </RunBar>
          <ToolHistory runs={runs} onChoose={refill} />
        </div>
        <ToolOutcome state={call.state} />
      </div>
    </div>
  )
}

function ToolHeader({ tool }: { tool: Tool }) {
  const { t } = useTranslation()
  const takesNothing =
    Object.keys(tool.inputSchema.properties ?? {}).length === 0 && !tool.inputSchema.additionalProperties
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <h3 className="mr-1 break-all font-[560] font-mono">{tool.name}</h3>
        <ToolHints tool={tool} />
      </div>
      {tool.description && (
        <p className="mt-1 max-h-28 max-w-prose overflow-y-auto whitespace-pre-line text-muted">
          {tool.description}
        </p>
      )}
      {takesNothing && <p className="mt-2 text-faint">{t('tools.takesNothing')}</p>}
    </>
  )
}

interface RunBarProps {
  readonly server: Server
  readonly formId: string
  readonly call: ReturnType<typeof useToolCall>
  readonly raw: boolean
  readonly onRaw: (on: boolean) => void
  readonly children: ReactNode
}

function RunBar({ server, formId, call, raw, onRaw, children }: RunBarProps) {
  const { t } = useTranslation()
  const isConnected = server.connection.state === 'connected'
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      {call.state.kind === 'running' ? (
        <Button onClick={call.stop}>{t('action.stop')}</Button>
      ) : (
        <Button look="primary" type="submit" form={formId} disabled={!isConnected}>
          {t('action.run')}
        </Button>
      )}
      <Checkbox checked={raw} onChange={onRaw} className="text-muted">
        {t('tools.raw')}
      </Checkbox>
      {children}
      {!isConnected && <span className="text-faint">{t('tools.connectFirst')}</span>}
    </div>
  )
}

interface CopyLineProps {
  readonly server: string
  readonly tool: string
  /** Null where what was typed is not an object. */
  readonly args: Record<string, unknown> | null
}

function CopyLine({ server, tool, args }: CopyLineProps) {
  const { t } = useTranslation()
  const line = args === null ? undefined : callLine(server, tool, args)
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast.success(t('toolRuns.lineCopied'))
  }
  return (
    <IconButton
      label={t('toolRuns.copyLine')}
      disabled={line === undefined}
      onClick={() => line !== undefined && void copy(line)}
    >
      <Terminal />
    </IconButton>
  )
}

/** The tool's title and description stand above already. */
function withoutMeta({ title: _title, description: _description, ...schema }: Record<string, unknown>) {
  return schema
}
