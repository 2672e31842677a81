import { readFiles } from '../../discovery/read-files'
import type { View } from '../view'

/**
 * Picks files to import. A browser lets files be chosen only right after the person did something in the page; a choice
 * in the desktop's menu is none, so the page asks for a press first.
 */
export function importFiles(view: Pick<View, 'set'>): void {
  if (navigator.userActivation.isActive) pickFiles(view)
  else view.set({ overlay: { kind: 'pick-files' } })
}

/** Has the system ask for JSON files, and shows what they would change. */
export function pickFiles(view: Pick<View, 'set'>): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.accept = '.json,.jsonc,.yaml,.yml,.toml,application/json'
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    if (files.length > 0)
      view.set({ overlay: { kind: 'import', read: () => readFiles(files), at: Date.now() } })
  })
  input.click()
}
