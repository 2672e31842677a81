import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { addedTokens, type Suggestion, splitTokens, suggestionsFor } from './tokens'

interface TokensParts {
  readonly tokens: readonly string[]
  readonly suggestions: readonly Suggestion[]
  readonly maxLength: number
  readonly onChange: (tokens: readonly string[]) => void
}

/** What is typed into a field of tokens, what that may mean, and which of it the arrow keys are at (-1: none). */
export function useTokens({ tokens, suggestions, maxLength, onChange }: TokensParts) {
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
  const step = (by: 1 | -1) => {
    setOpen(true)
    const from = active < 0 && by < 0 ? 0 : active
    if (offered.length > 0) setActive((from + by + offered.length) % offered.length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return
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
    if (splitTokens(`${pasted},`).whole.length < 2) return
    event.preventDefault()
    add(`${text}${pasted}`)
  }
  const onBlur = () => {
    if (text.trim() !== '') add(text)
    setOpen(false)
  }
  return { text, offered, shown, active, add, type, setActive, setOpen, onKeyDown, onPaste, onBlur }
}
