import { type KeyboardEvent, useState } from 'react'
import type { Server } from '../../shared/contract/registry'
import { type SlashTool, slashTools, slashWord } from './slash'

interface SlashParts {
  readonly servers: readonly Server[]
  readonly text: string
  /** Gets the line with the tool in it. */
  readonly onTake: (line: string) => void
}

export interface Slash {
  readonly open: boolean
  readonly offered: readonly SlashTool[]
  readonly active: number
  readonly setActive: (index: number) => void
  readonly take: (tool: SlashTool) => void
  readonly show: () => void
  readonly hide: () => void
  /** Whether the key was one of the list's. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

/** The tools offered while one types `/…`: arrows choose, Enter and Tab take, Escape puts the list away. */
export function useSlash({ servers, text, onTake }: SlashParts): Slash {
  const [isWanted, setWanted] = useState(false)
  const [chosen, setActive] = useState(0)
  const word = slashWord(text)
  const offered = isWanted && word !== null ? slashTools(servers, word) : []
  const open = offered.length > 0
  const active = Math.min(chosen, offered.length - 1)
  const show = () => {
    setWanted(true)
    setActive(0)
  }
  const hide = () => setWanted(false)
  const take = ({ server, tool }: SlashTool) => {
    hide()
    onTake(`/${server}.${tool} `)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const tool = offered[active]
    if (!open || !tool) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + offered.length) % offered.length)
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') take(tool)
    else if (event.key === 'Escape') hide()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { open, offered, active, setActive, take, show, hide, onKeyDown }
}
