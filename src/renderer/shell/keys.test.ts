import { describe, expect, it } from 'vitest'
import { ariaKeys, capsOf, pressed, saidKeys } from './keys'

const press = (key: string, held: Partial<Parameters<typeof pressed>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
})

describe('a press of keys', () => {
  it('is written with Ctrl as mod, on a Mac with Cmd', () => {
    expect(pressed(press('k', { ctrlKey: true }), false)).toBe('mod+k')
    expect(pressed(press('k', { metaKey: true }), true)).toBe('mod+k')
    expect(pressed(press('k', { metaKey: true }), false)).toBeNull()
    expect(pressed(press('k', { ctrlKey: true }), true)).toBeNull()
    expect(pressed(press('E', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+shift+e')
  })

  it('goes by the character, wherever it lies on the keyboard', () => {
    expect(pressed(press('?', { shiftKey: true }), false)).toBe('?')
    expect(pressed(press('/'), false)).toBe('/')
    expect(pressed(press('N'), false)).toBe('n')
    expect(pressed(press('=', { ctrlKey: true }), false)).toBe('mod+=')
  })

  it('is none of ours with Alt, while a word is being composed, or where Shift makes a capital', () => {
    expect(pressed(press('n', { altKey: true }), false)).toBeNull()
    expect(pressed(press('n', { isComposing: true }), false)).toBeNull()
    expect(pressed(press('N', { shiftKey: true }), false)).toBeNull()
    expect(pressed(press('Enter'), false)).toBeNull()
  })
})

describe('keys as a person reads them', () => {
  it('follow the system', () => {
    expect(capsOf('mod+shift+k', false)).toEqual([['Ctrl', 'Shift', 'K']])
    expect(capsOf('mod+shift+k', true)).toEqual([['⌘', '⇧', 'K']])
    expect(capsOf('g s', false)).toEqual([['G'], ['S']])
    expect(saidKeys('mod+k', true)).toBe('⌘ K')
    expect(ariaKeys('mod+k', false)).toBe('Control+K')
    expect(ariaKeys('mod+k', true)).toBe('Meta+K')
  })
})
