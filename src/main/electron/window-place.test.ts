import { describe, expect, it } from 'vitest'
import { placeOn } from './window-place'

const laptop = { workArea: { x: 0, y: 25, width: 1_440, height: 875 } }
const second = { workArea: { x: 1_440, y: 0, width: 1_920, height: 1_080 } }
const kept = (x: number, y: number, width = 1_000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
})

describe('the place of a new window', () => {
  it('is where the window was, on any screen that is still there', () => {
    expect(placeOn([laptop], kept(100, 100))).toEqual({ x: 100, y: 100, width: 1_000, height: 700 })
    expect(placeOn([laptop, second], kept(2_000, 50))).toMatchObject({ x: 2_000, y: 50 })
    expect(placeOn([laptop], kept(-800, 100))).toMatchObject({ x: -800 })
  })

  it('is left to the system when the screen it was on is gone', () => {
    expect(placeOn([laptop], kept(2_000, 50))).toEqual({ width: 1_280, height: 820 })
  })

  it('is never one whose title bar cannot be reached', () => {
    expect(placeOn([laptop], kept(100, -400))).not.toHaveProperty('x')
    expect(placeOn([laptop], kept(100, 890))).not.toHaveProperty('x')
    expect(placeOn([laptop], kept(-950, 100))).not.toHaveProperty('x')
  })

  it('is not a sliver', () => {
    expect(placeOn([laptop], kept(100, 100, 50, 50))).not.toHaveProperty('x')
  })

  it('fits a small screen at the first start', () => {
    expect(placeOn([{ workArea: { x: 0, y: 0, width: 1_024, height: 600 } }], undefined)).toEqual({
      width: 1_024,
      height: 600,
    })
  })
})
