import { type PointerEvent, useRef, useState } from 'react'
import { useView } from '../../shell/view'
import { type Extent, ranges } from './ranges'
import { between, scaled, type Zoom } from './zoom'

/** A finger scrolls; dragging is for a mouse or a pen. */
const drags = ({ pointerType, button }: PointerEvent) => pointerType !== 'touch' && button === 0

/** Dragging over a chart looks closer at that stretch; + and − do so around the cursor, 0 goes back to the range. */
export function useZoom(extent: Extent, placeAt: (event: PointerEvent) => number | null) {
  const { range, zoom, set } = useView()
  const from = useRef<number | null>(null)
  const [drawn, draw] = useState<Zoom | null>(null)
  const stop = () => {
    from.current = null
    draw(null)
  }
  return {
    /** What a drag would look closer at, while it goes on. */
    drawn,
    onPointerDown: (event: PointerEvent) => {
      if (drags(event)) from.current = placeAt(event)
    },
    onPointerMove: (event: PointerEvent) => {
      const place = placeAt(event)
      if (from.current !== null && place !== null) draw(between(extent, from.current, place))
    },
    /** True where it ended a drag, and so was no press. */
    onPointerUp: (): boolean => {
      if (drawn) set({ zoom: drawn })
      stop()
      return drawn !== null
    },
    onPointerLeave: stop,
    /** Whether the key was for this. */
    onKey: (key: string, cursorMs: number | null): boolean => {
      const factor = { '+': 0.5, '=': 0.5, '-': 2 }[key]
      if (factor !== undefined) {
        const whole = { lengthMs: ranges[range].lengthMs, nowMs: Date.now() }
        set({ zoom: scaled(extent, factor, cursorMs ?? extent.toMs, whole) })
      }
      if (key === '0' && zoom) set({ zoom: null })
      return factor !== undefined || key === '0'
    },
  }
}
