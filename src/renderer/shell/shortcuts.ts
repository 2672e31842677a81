import { useEffect } from 'react'
import { searchId } from './title-bar'
import { useView } from './view'

/** `/` goes to the search field, Ctrl or Cmd K to the palette, from anywhere that does not take text. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { overlay, set } = useView.getState()
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        if (overlay === null) set({ overlay: { kind: 'palette' } })
      } else if (event.key === '/' && overlay === null && !takesText(event.target)) {
        event.preventDefault()
        document.getElementById(searchId)?.focus()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** True where keys, and text that is dropped or pasted, belong to a field. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
