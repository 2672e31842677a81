import { useEffect } from 'react'
import type { Action } from './actions/action'
import { actions } from './actions/actions'
import { perform, useMoment } from './actions/use-moment'
import { keysOf, pressed } from './keys'
import { useView } from './view'

/** How long the first key of two waits for the second, in milliseconds. */
const secondKeyMs = 1_500

/**
 * Hears the keys of all actions. Those without Ctrl or Cmd are left alone where text is typed or a menu is open; while
 * something stands over the window only the calm ones count.
 */
export function useShortcuts(): void {
  const moment = useMoment()
  useEffect(() => {
    const table = new Map(actions.flatMap((action) => keysOf(action).map((keys) => [keys, action] as const)))
    const firsts = new Set(
      [...table.keys()].flatMap((keys) => (keys.includes(' ') ? keys.split(' ')[0] : [])),
    )
    let first: { key: string; at: number } | null = null

    const onKey = (event: KeyboardEvent) => {
      const key = event.defaultPrevented ? null : pressed(event)
      const taken = isTaken(event.target)
      if (key === null || (taken && !key.startsWith('mod+'))) return
      const begun = first && event.timeStamp - first.at < secondKeyMs ? `${first.key} ` : ''
      const action = table.get(begun + key) ?? table.get(key)
      first = null
      if (action && isHeard(action, taken)) {
        event.preventDefault()
        perform(action, moment())
      } else if (firsts.has(key)) first = { key, at: event.timeStamp }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [moment])
}

/** Where text is typed, nothing happens to a server. */
function isHeard(action: Action, taken: boolean): boolean {
  if (taken && (action.group === 'server' || action.group === 'selection')) return false
  return action.calm === true || useView.getState().overlay === null
}

/** Whether a key without Ctrl or Cmd belongs to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
  if (takesText(target)) return true
  return (
    target instanceof HTMLElement && target.closest('[role=menu], [role=listbox], [role=dialog]') !== null
  )
}

/** True where keys, and text that is dropped or pasted, belong to a field. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select') !== null)
  )
}
