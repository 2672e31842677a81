import type { KeyboardEvent } from 'react'
import { takesText } from '../shell/shortcuts'

const steps: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/** j and k, or the arrows, go from one server to the next, over the sources; Home and End to the first and the last. */
export function onFeedKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target))
    return
  const all = articlesIn(event.currentTarget)
  const at = all.findIndex((article) => article.contains(document.activeElement))
  const step = steps[event.key]
  // A line that scrolls takes the arrows for itself.
  const isOwn = event.target === all[at] || event.key.length === 1 || at < 0
  const to = isOwn ? placeAfter(event.key, step, at, all.length) : undefined
  const next = to === undefined ? undefined : all[to]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function placeAfter(key: string, step: number | undefined, at: number, count: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (step === undefined) return undefined
  return at < 0 ? 0 : Math.max(0, Math.min(count - 1, at + step))
}

/** This server is about to leave the list: the focus, if it is there, goes to the one after it, else the one before. */
export function leave(server: string): void {
  const all = [...document.querySelectorAll<HTMLElement>('article[data-server]')]
  const at = all.findIndex((article) => article.dataset.server === server)
  if (!all[at]?.contains(document.activeElement)) return
  const next = all[at + 1] ?? all[at - 1] ?? all[at].closest<HTMLElement>('section[tabindex]')
  next?.focus()
}

const articlesIn = (feed: HTMLElement) => [...feed.querySelectorAll<HTMLElement>('article[data-server]')]
