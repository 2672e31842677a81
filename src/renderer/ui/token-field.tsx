import { X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { cn } from './class-names'
import { inputLook } from './field'
import { addedTokens, type Suggestion, splitTokens, suggestionsFor } from './tokens'

interface TokenFieldProps {
  readonly id?: string
  readonly 'aria-label'?: string
  readonly 'aria-invalid'?: true | undefined
  readonly 'aria-describedby'?: string | undefined
  readonly tokens: readonly string[]
  /** What may be meant, most frequent first. */
  readonly suggestions: readonly Suggestion[]
  /** Names the list of suggestions. */
  readonly suggestionsLabel: string
  readonly placeholder?: string
  /** Longest token, in characters. */
  readonly maxLength: number
  readonly removeLabel: (token: string) => string
  readonly onChange: (tokens: readonly string[]) => void
}

/**
 * Several short texts in one field. Enter or a comma adds what is typed, so does leaving the field; Backspace in the
 * empty field takes the last one away; a pasted list becomes several.
 */
export function TokenField(props: TokenFieldProps) {
  const { tokens, suggestions, suggestionsLabel, placeholder, maxLength, removeLabel, onChange } = props
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const offered = suggestionsFor(suggestions, tokens, text)
  const shown = open && offered.length > 0

  const add = (given: string) => {
    const next = addedTokens(tokens, given, maxLength)
    if (next.length > tokens.length) onChange(next)
    setText('')
    setActive(-1)
  }
  const type = (next: string) => {
    const { whole, rest } = splitTokens(next)
    if (whole.length > 0) onChange(addedTokens(tokens, whole.join(','), maxLength))
    setText(rest)
    setActive(-1)
    setOpen(true)
  }
  const step = (by: number) => {
    setOpen(true)
    setActive((at) =>
      offered.length === 0 ? -1 : (at + by + offered.length + (at < 0 && by < 0 ? 1 : 0)) % offered.length,
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown ? offered[active]?.value : undefined
    if (event.key === 'Enter' && (chosen !== undefined || text.trim() !== '')) add(chosen ?? text)
    else if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'Escape' && shown) setOpen(false)
    else if (event.key === 'Backspace' && text === '' && tokens.length > 0)
      return onChange(tokens.slice(0, -1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/[,，、;；\n]/u.test(pasted)) return
    event.preventDefault()
    add(`${text}${pasted}`)
  }
  return (
    <Popover.Root open={shown}>
      <Popover.Anchor asChild>
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a press beside the chips goes to the field; the keyboard is there already. */}
        <div
          onClick={() => input.current?.focus()}
          className={cn(
            inputLook,
            'flex min-h-7 flex-wrap items-center gap-1 px-1 py-[3px] focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
            props['aria-invalid'] && 'border-down',
          )}
        >
          {tokens.map((token) => (
            <Token
              key={token}
              label={removeLabel(token)}
              onRemove={() => onChange(tokens.filter((each) => each !== token))}
            >
              <bdi>{token}</bdi>
            </Token>
          ))}
          <input
            ref={input}
            id={props.id}
            role="combobox"
            aria-label={props['aria-label']}
            aria-invalid={props['aria-invalid']}
            aria-describedby={props['aria-describedby']}
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={shown ? listId : undefined}
            aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            maxLength={maxLength}
            placeholder={tokens.length === 0 ? placeholder : undefined}
            className="h-5 min-w-16 flex-1 bg-transparent px-1 outline-none placeholder:text-faint"
            value={text}
            onChange={({ target }) => type(target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onClick={() => setOpen(true)}
            onBlur={() => {
              if (text.trim() !== '') add(text)
              setOpen(false)
            }}
          />
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          id={listId}
          role="listbox"
          aria-label={suggestionsLabel}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          // The press must not take the focus from the field, or what is typed would be added first.
          onPointerDown={(event) => event.preventDefault()}
          className="z-50 max-h-48 w-56 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-float"
        >
          {offered.map(({ value, count }, at) => (
            <div
              key={value}
              id={`${listId}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              onPointerMove={() => setActive(at)}
              onClick={() => add(value)}
              onKeyDown={onKeyDown}
              className="flex h-7 items-center gap-2 rounded-sm px-2 aria-selected:bg-accent-soft"
            >
              <bdi className="min-w-0 flex-1 truncate">{value}</bdi>
              <span className="text-faint text-xs tabular-nums">{count}</span>
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Token({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className="inline-flex h-5 max-w-48 items-center rounded-sm bg-line pl-[7px] text-muted text-xs">
      <span className="truncate">{children}</span>
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={onRemove}
        className="relative grid size-5 shrink-0 place-items-center rounded-sm after:absolute after:-inset-0.5 hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  )
}
