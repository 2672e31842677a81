import { expect, it } from 'vitest'
import { windowFrame } from './window-frame'

it('hides the frame on a Mac only, where the menu bar does not go with it', () => {
  expect(windowFrame('darwin')).toMatchObject({ titleBarStyle: 'hiddenInset' })
  expect(windowFrame('win32')).toEqual({})
  expect(windowFrame('linux')).toEqual({})
})
