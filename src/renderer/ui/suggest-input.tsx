import { Popover } from 'radix-ui'
import { type InputHTMLAttributes, type KeyboardEvent, useId, useRef, useState } from 'react'
import { cn } from './class-names'
import { Input } from './field'

interface SuggestInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'role' | 'onKeyDown'> {
  readonly value: string
  readonly onChange: (value: string) => void
  /** What could stand here; the person may write anything else. */
  readonly suggestions: readonly string[]
  /** Names the list of suggestions. */
  readonly suggestionsLabel: string
}

/** A text field that offers what could stand in it. Arrows choose, Enter takes, Escape puts the list away. */
export function SuggestInput({ value, onChange, suggestions, suggestionsLabel, ...rest }: SuggestInputProps) {
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [wanted, setWanted] = useState(false)
  const [active, setActive] = useState(-1)
  const alone = suggestions.length === 1 && suggestions[0] === value
  const open = wanted && suggestions.length > 0 && !alone
  const at = Math.min(active, suggestions.length - 1)
  const show = (on: boolean) => {
    setWanted(on)
    setActive(-1)
  }
  const take = (suggestion: string) => {
    onChange(suggestion)
    show(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[at]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setWanted(true)
      setActive(open ? Math.max(-1, Math.min(suggestions.length - 1, at + step)) : step < 0 ? -1 : 0)
    } else if (event.key === 'Enter' && open && chosen !== undefined) take(chosen)
    else if (event.key === 'Escape' && open) show(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Anchor asChild>
        <Input
          {...rest}
          ref={input}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
          value={value}
          onChange={({ target }) => {
            onChange(target.value)
            show(true)
          }}
          onClick={() => setWanted(true)}
          onBlur={() => show(false)}
          onKeyDown={onKeyDown}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (event.target === input.current) event.preventDefault()
          }}
          className="z-40 min-w-(--radix-popover-trigger-width) max-w-100 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float"
        >
          <div
            role="listbox"
            id={listId}
            aria-label={suggestionsLabel}
            className="max-h-48 overflow-y-auto p-1"
          >
            {suggestions.map((suggestion, index) => (
              <Suggestion
                key={suggestion}
                id={`${listId}-${index}`}
                text={suggestion}
                active={index === at}
                onTake={() => take(suggestion)}
              />
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface SuggestionProps {
  readonly id: string
  readonly text: string
  readonly active: boolean
  readonly onTake: () => void
}

function Suggestion({ id, text, active, onTake }: SuggestionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys of its list.
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at its option.
    <div
      role="option"
      id={id}
      aria-selected={active}
      ref={(option) => {
        if (active) option?.scrollIntoView({ block: 'nearest' })
      }}
      // Before the field loses the focus, which would put the list away.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
      className={cn(
        'min-h-6 truncate rounded-sm px-2 py-0.5 hover:bg-line',
        active && 'bg-accent-soft text-accent-text',
      )}
    >
      <bdi>{text}</bdi>
    </div>
  )
}
