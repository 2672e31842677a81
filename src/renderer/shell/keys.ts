import { commandKeys } from '../../shared/commands'
import type { Action } from './actions/action'

/**
 * Keys are written as in `shared/commands.ts`: `mod+shift+k` at once, `g s` one after the other, `?` by the character
 * and not by where it lies on the keyboard.
 */
export const isDesktop = () => window.rollcall !== undefined
export const isMac = () => navigator.platform.startsWith('Mac')

/** The keys that do it in this shell, the one to show first. */
export function keysOf(action: Pick<Action, 'id' | 'keys' | 'desktopKeys'>): readonly string[] {
  const { id, keys = [], desktopKeys = [] } = action
  if (!isDesktop()) return keys
  const ofMenu = id in commandKeys ? commandKeys[id as keyof typeof commandKeys] : ''
  return [...new Set([ofMenu, ...desktopKeys, ...keys])].filter((each) => each !== '')
}

interface Press
  extends Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'> {}

/** What was pressed, written the same way; null where it is no shortcut of ours (Alt, a key by itself of Ctrl…). */
export function pressed(event: Press, mac = isMac()): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event
  if (isComposing || altKey || key.length !== 1) return null
  const mod = mac ? metaKey : ctrlKey
  if (mac ? ctrlKey : metaKey) return null
  // Shift is part of the character: it is told only where Ctrl or Cmd takes the character's place.
  const letter = /^\p{L}$/u.test(key)
  if (!mod) return letter && shiftKey ? null : key.toLowerCase()
  return `mod+${shiftKey && letter ? 'shift+' : ''}${key.toLowerCase()}`
}

const names: Record<string, readonly [usual: string, mac: string]> = {
  mod: ['Ctrl', '⌘'],
  shift: ['Shift', '⇧'],
  '-': ['−', '−'],
}

/** The caps to draw for keys: one list for each press. */
export function capsOf(keys: string, mac = isMac()): readonly (readonly string[])[] {
  return keys.split(' ').map((press) =>
    press.split('+').map((part) => {
      const name = names[part]
      if (name) return name[mac ? 1 : 0]
      return part.length === 1 ? part.toUpperCase() : part
    }),
  )
}

/** Keys as text, for where no caps can be drawn: `Ctrl K`, `G S`. */
export function saidKeys(keys: string, mac = isMac()): string {
  return capsOf(keys, mac)
    .map((press) => press.join(' '))
    .join(' ')
}

/** As `aria-keyshortcuts` has it. */
export function ariaKeys(keys: string, mac = isMac()): string {
  const said: Record<string, string> = { mod: mac ? 'Meta' : 'Control', shift: 'Shift' }
  return keys
    .split(' ')
    .map((press) =>
      press
        .split('+')
        .map((part) => said[part] ?? part.toUpperCase())
        .join('+'),
    )
    .join(' ')
}
