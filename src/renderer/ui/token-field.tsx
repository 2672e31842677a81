import { X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useId, useRef } from 'react'
import { cn } from './class-names'
import { inputLook } from './field'
import type { Suggestion } from './tokens'
import { useTokens } from './use-tokens'

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
  const { tokens, suggestionsLabel, placeholder, maxLength, removeLabel, onChange } = props
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const state = useTokens(props)
  const { text, shown, active } = state
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
            onChange={({ target }) => state.type(target.value)}
            onKeyDown={state.onKeyDown}
            onPaste={state.onPaste}
            onClick={() => state.setOpen(true)}
            onBlur={state.onBlur}
          />
        </div>
      </Popover.Anchor>
      <Options listId={listId} label={suggestionsLabel} state={state} />
    </Popover.Root>
  )
}

interface OptionsProps {
  readonly listId: string
  readonly label: string
  readonly state: ReturnType<typeof useTokens>
}

function Options({ listId, label, state }: OptionsProps) {
  const { offered, active, add, setActive, onKeyDown } = state
  return (
    <Popover.Portal>
      <Popover.Content
        id={listId}
        role="listbox"
        aria-label={label}
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
            ref={at === active ? (option) => option?.scrollIntoView({ block: 'nearest' }) : null}
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
