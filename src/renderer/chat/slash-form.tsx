import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { visibleLine } from '../../shared/visible-text'
import { useRpc } from '../bridge/bridge'
import { ArgumentsForm } from '../connections/arguments-form'
import { readRawJson } from '../connections/raw-json'
import { Button, IconButton } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { StrangerLine, StrangerText } from './stranger'

interface SlashFormProps {
  readonly command: { readonly server: Server; readonly tool: string; readonly rest: string }
  readonly busy: boolean
  readonly onRun: (args: Record<string, unknown>) => void
  readonly onClose: () => void
}

/** The arguments of the tool that was named with a slash. It has the focus until it is run or put away. */
export function SlashForm({ command, busy, onRun, onClose }: SlashFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const { server, tool: name, rest } = command
  const tools = useQuery(useRpc().connections.tools.queryOptions({ input: { server: server.name } }))
  const tool = tools.data?.find((each) => each.name === name)
  const [draft, setDraft] = useState<{ value: unknown; raw: string | null }>({
    value: readRawJson(rest).value ?? {},
    raw: null,
  })
  useFocusWithin(panel, tool !== undefined)
  const title = t('chat.slash.form', { name: visibleLine(`${server.name}.${name}`) })
  return (
    <section
      ref={panel}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
      className="grid max-h-[50vh] min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5 overflow-y-auto rounded-lg border border-line-strong bg-raised p-2.5"
    >
      <header className="flex min-w-0 items-center gap-2">
        <code className="min-w-0 flex-1 truncate font-mono text-sm">
          <StrangerLine text={`${server.name}.${name}`} />
        </code>
        <IconButton label={t('action.close')} onClick={onClose} className="-my-1 -mr-1">
          <X />
        </IconButton>
      </header>
      {tool?.description && (
        <p dir="auto" className="line-clamp-3 text-muted text-sm wrap-anywhere">
          <StrangerText text={tool.description} />
        </p>
      )}
      {tools.isPending && <Skeleton className="h-7" />}
      {tool && (
        <ArgumentsForm
          id={id}
          schema={tool.inputSchema}
          draft={draft}
          strict={false}
          onDraft={(part) => setDraft({ ...draft, ...part })}
          onSubmit={onRun}
          onInvalid={() => {}}
        />
      )}
      <Button
        look="primary"
        type="submit"
        form={id}
        busy={busy}
        disabled={!tool}
        className="justify-self-start"
      >
        {t('action.run')}
      </Button>
    </section>
  )
}

/** Its first field takes the focus, once it is drawn; where there is none, the button that runs it. */
function useFocusWithin(panel: { readonly current: HTMLElement | null }, isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return
    const first = () =>
      panel.current?.querySelector<HTMLElement>('form input, form textarea, form select') ?? null
    const drawn = new MutationObserver(() => {
      if (!first()) return
      drawn.disconnect()
      first()?.focus()
    })
    const now = first()
    if (now) return now.focus()
    panel.current?.querySelector<HTMLElement>('button[type=submit]')?.focus()
    if (panel.current) drawn.observe(panel.current, { childList: true, subtree: true })
    return () => drawn.disconnect()
  }, [panel, isReady])
}
