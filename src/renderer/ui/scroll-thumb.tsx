import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { cn } from './class-names'

const thumbMin = 28

/**
 * A scroll bar that lies over its frame and takes no room from it, for lists whose rows run to the edge. Stands beside
 * the frame in a `relative` parent; the frame hides its own bar with `[scrollbar-width:none]`. Keys and wheel stay the frame's.
 */
export function ScrollThumb({ of, className }: { of: RefObject<HTMLElement | null>; className?: string }) {
  const thumb = useRef<HTMLDivElement>(null)
  const grabbed = useRef<{ y: number; top: number } | null>(null)

  useEffect(() => {
    const frame = of.current
    const bar = thumb.current
    if (!frame || !bar) return
    const place = () => {
      const { height, pace } = thumbOf(frame)
      bar.hidden = pace === 0
      bar.style.height = `${height}px`
      bar.style.transform = `translateY(${frame.scrollTop * pace}px)`
    }
    place()
    const sizes = new ResizeObserver(place)
    sizes.observe(frame)
    if (frame.firstElementChild) sizes.observe(frame.firstElementChild)
    // On its way down, before what the frame draws for the new position: reading sizes after that would lay all out twice.
    const early = { passive: true, capture: true }
    const onScroll = ({ target }: Event) => target === frame && place()
    document.addEventListener('scroll', onScroll, early)
    return () => {
      sizes.disconnect()
      document.removeEventListener('scroll', onScroll, early)
    }
  }, [of])

  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    grabbed.current = { y: event.clientY, top: of.current?.scrollTop ?? 0 }
  }
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const frame = of.current
    if (!frame || !grabbed.current) return
    const { pace } = thumbOf(frame)
    if (pace > 0) frame.scrollTop = grabbed.current.top + (event.clientY - grabbed.current.y) / pace
  }
  return (
    <div
      ref={thumb}
      aria-hidden
      hidden
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={() => {
        grabbed.current = null
      }}
      className={cn(
        'absolute top-0 right-0.5 w-2 rounded-full border-2 border-transparent bg-clip-padding bg-line-strong hover:bg-control-edge active:bg-control-edge',
        className,
      )}
    />
  )
}

/** The thumb's height, and how far it moves for each pixel scrolled; 0 where all is in view. */
function thumbOf({ clientHeight, scrollHeight }: HTMLElement): { height: number; pace: number } {
  const hidden = scrollHeight - clientHeight
  if (hidden <= 0) return { height: 0, pace: 0 }
  const height = Math.max(thumbMin, clientHeight ** 2 / scrollHeight)
  return { height, pace: (clientHeight - height) / hidden }
}
