import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { Tool } from '../../shared/contract/tools'
import { cn } from '../ui/class-names'
import { ScrollFrame } from '../ui/scroll-frame'
import { ArgumentsForm } from './arguments-form'
import { keyOf, type Run, useCallHistory } from './call-history'
import { readRawJson } from './raw-json'
import { RunBar, type RunnerView } from './run-bar'
import { emptyDraft, useToolDrafts } from './tool-drafts'
import { ToolHeader } from './tool-header'
import { ToolHistory } from './tool-history'
import { ToolOutcome } from './tool-outcome'
import { isUsable } from './usable'
import { useToolCall } from './use-tool-call'

const noRuns: readonly Run[] = []

interface ToolRunnerProps {
  readonly server: Server
  readonly tool: Tool
  readonly className?: string
  /** The list is wanted, where it does not stand beside. */
  readonly onBack: () => void
}

/**
 * One tool: a bar that stays, below it what the tool takes and what it answered, each scrolling by itself; side by side
 * where there is room, else one at a time.
 */
export function ToolRunner({ server, tool, className, onBack }: ToolRunnerProps) {
  const { t } = useTranslation()
  const formId = useId()
  const key = keyOf(server.id, tool.name)
  const { running, run } = useToolCall(server.name, tool.name, key)
  const runs = useCallHistory((history) => history.runs[key]) ?? noRuns
  const { show, clear } = useCallHistory.getState()
  const draft = useToolDrafts((drafts) => drafts.drafts[key]) ?? emptyDraft
  const write = useToolDrafts((drafts) => drafts.write)
  const [view, setView] = useState<RunnerView>(running ? 'result' : 'arguments')
  const [strict, setStrict] = useState(false)
  const { form, answer, unseen, showForm } = usePanes(view, setView)

  const start = (args: Record<string, unknown>) => {
    setStrict(false)
    setView('result')
    run(args)
  }
  const switchRaw = (on: boolean) => {
    const read = readRawJson(draft.raw ?? '')
    if (on) write(key, { raw: JSON.stringify(draft.value, null, 2) })
    else if (read.value) write(key, { value: read.value, raw: null })
    setStrict(!on && read.problem !== null)
    setView('arguments')
  }
  const bringBack = (earlier: Run) => {
    const raw = draft.raw === null ? null : JSON.stringify(earlier.args, null, 2)
    write(key, { value: earlier.args, raw })
    show(key, earlier)
    setView('result')
  }
  const submit = () => formOf(formId)?.requestSubmit()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (isUsable(server) && !running) submit()
  }
  const args = draft.raw === null ? draft.value : readRawJson(draft.raw).value
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl Enter runs from wherever one is in here.
    <div onKeyDown={onKeyDown} className={cn('@container flex min-h-0 min-w-0 flex-col', className)}>
      <RunBar
        server={server}
        tool={tool.name}
        args={args}
        running={running}
        raw={draft.raw !== null}
        view={view}
        runCount={runs.length}
        onRun={submit}
        onRaw={switchRaw}
        onView={setView}
        onBack={onBack}
      />
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] @min-[720px]:grid-cols-2">
        <ScrollFrame
          ref={form}
          label={t('toolForm.arguments')}
          className={cn(
            'min-w-0 overflow-y-auto px-4 pt-2 pb-4 outline-offset-[-2px]',
            view !== 'arguments' && 'hidden @min-[720px]:block',
          )}
        >
          <ToolHeader tool={tool} />
          <div className="mt-3">
            {unseen && (
              <p role="alert" className="mb-3 max-w-prose text-down-text text-sm">
                {t('toolForm.unseen')}
              </p>
            )}
            <ArgumentsForm
              id={formId}
              schema={tool.inputSchema}
              draft={draft}
              strict={strict}
              onDraft={(part) => write(key, part)}
              onSubmit={start}
              onInvalid={showForm}
            />
          </div>
        </ScrollFrame>
        <div
          className={cn(
            'flex min-h-0 min-w-0 flex-col border-line @min-[720px]:border-l',
            view === 'arguments' && 'hidden @min-[720px]:flex',
          )}
        >
          {view === 'runs' ? (
            <ToolHistory runs={runs} onChoose={bringBack} onClear={() => clear(key)} />
          ) : (
            <ToolOutcome ref={answer} server={server} tool={tool.name} callKey={key} />
          )}
        </div>
      </div>
    </div>
  )
}

function formOf(id: string): HTMLFormElement | null {
  const form = document.getElementById(id)
  return form instanceof HTMLFormElement ? form : null
}

/** What is wrong stands below its field: both are to be seen in the lowest of panes, and the window stays where it is. */
function toMiddle(field: HTMLElement, pane: HTMLElement): void {
  const { top, height } = field.getBoundingClientRect()
  pane.scrollTop += top + height - pane.getBoundingClientRect().top - pane.clientHeight / 2
}

/** Keeps the focus inside while one pane gives way to the other, and brings it to the first field that is wrong. */
function usePanes(view: RunnerView, setView: (view: RunnerView) => void) {
  const form = useRef<HTMLElement>(null)
  const answer = useRef<HTMLElement>(null)
  const [refused, setRefused] = useState(0)
  /** What is wrong has no field to stand beside. */
  const [unseen, setUnseen] = useState(false)
  const before = useRef(view)
  useEffect(() => {
    const moved = before.current !== view
    before.current = view
    if (moved && view === 'result' && document.activeElement === document.body) answer.current?.focus()
  }, [view])
  useEffect(() => {
    if (refused === 0) return
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    setUnseen(!first)
    first?.focus({ preventScroll: true })
    if (first && form.current) toMiddle(first, form.current)
  }, [refused])
  const showForm = () => {
    setView('arguments')
    setRefused((count) => count + 1)
  }
  return { form, answer, unseen: unseen && view !== 'result', showForm }
}
