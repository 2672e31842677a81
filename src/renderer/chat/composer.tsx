import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../shared/contract/chat'
import { useRoll } from '../bridge/bridge'
import { Button } from '../ui/button'
import { draftKey, useDrafts } from './drafts'
import { composerId } from './marks'
import { ScopeChips } from './scope-chips'
import { slashCommand, slashLine } from './slash'
import { SlashForm } from './slash-form'
import { SlashList } from './slash-list'
import { useAsk, useStop } from './use-chat'
import { type Slash, useSlash } from './use-slash'

interface ComposerProps {
  readonly id: string | null
  readonly conversation: Conversation | null
}

/** Where one asks, or runs a tool by its name. What is typed is kept until it is sent. */
export function Composer({ id, conversation }: ComposerProps) {
  const { t } = useTranslation()
  const listId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useDrafts(({ texts }) => texts[draftKey(id)] ?? '')
  const write = useDrafts((drafts) => drafts.write)
  const ask = useAsk(id)
  const servers = useRoll()?.servers ?? []
  const command = slashCommand(servers, text)
  const [wanted, setWanted] = useState(false)
  const state = conversation?.turns.at(-1)?.state
  const isRunning = state === 'running' || state === 'waiting'
  const slash = useSlash({
    servers,
    text,
    onTake: (line) => {
      write(id, line)
      setWanted(true)
    },
  })

  const send = (line = text) => {
    if (line.trim() === '' || isRunning || ask.isPending) return
    setWanted(false)
    ask.mutate(line, { onSuccess: () => forgetDraft(id, text) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own; some tell only by the code 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (slash.onKeyDown(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      send()
    }
  }
  return (
    <div className="relative border-line border-t px-3 py-2.5">
      <div className="mx-auto grid max-w-[760px] gap-2">
        {command && wanted && (
          <SlashForm
            key={`${command.server.id} ${command.tool}`}
            command={command}
            busy={isRunning || ask.isPending}
            onRun={(args) => send(slashLine(command.server.name, command.tool, args))}
            onClose={() => {
              setWanted(false)
              field.current?.focus()
            }}
          />
        )}
        <SlashList id={listId} slash={slash} />
        <QuestionField
          ref={field}
          listId={listId}
          slash={slash}
          text={text}
          onType={(typed) => {
            write(id, typed)
            slash.show()
          }}
          onKeyDown={onKeyDown}
        />
        <div className="flex items-center gap-1.5">
          <ScopeChips conversation={id} />
          <span className="flex-1" />
          {isRunning && id !== null ? (
            <StopButton conversation={id} />
          ) : (
            <Button look="primary" busy={ask.isPending} disabled={text.trim() === ''} onClick={() => send()}>
              <ArrowUp aria-hidden className="size-3.5" />
              {t('chat.ask.send')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

interface QuestionFieldProps {
  readonly ref: Ref<HTMLTextAreaElement>
  readonly listId: string
  readonly slash: Slash
  readonly text: string
  readonly onType: (text: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Grows with what is typed, and points at what is offered for it. */
function QuestionField({ ref, listId, slash, text, onType, onKeyDown }: QuestionFieldProps) {
  const { t } = useTranslation()
  return (
    <textarea
      ref={ref}
      id={composerId}
      rows={2}
      value={text}
      aria-label={t('chat.ask.field')}
      placeholder={t('chat.ask.placeholder')}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={slash.open ? listId : undefined}
      aria-activedescendant={slash.open ? `${listId}-${slash.active}` : undefined}
      onChange={({ target }) => onType(target.value)}
      onFocus={slash.show}
      onBlur={slash.hide}
      onKeyDown={onKeyDown}
      className="field-sizing-content max-h-[40vh] min-h-14 w-full resize-none rounded-lg border border-line-strong bg-raised px-[11px] py-[9px] placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
    />
  )
}

/** What was sent is no draft any more; what was typed meanwhile is. */
function forgetDraft(id: string | null, sent: string): void {
  const { texts, write } = useDrafts.getState()
  if (texts[draftKey(id)] === sent) write(id, '')
}

function StopButton({ conversation }: { conversation: string }) {
  const { t } = useTranslation()
  const stop = useStop(conversation)
  return (
    <Button busy={stop.isPending} onClick={() => stop.mutate()}>
      <Square aria-hidden className="size-3 fill-current" />
      {t('chat.ask.stop')}
    </Button>
  )
}
