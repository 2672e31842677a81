import { useCallback, useEffect, useState } from 'react'

interface ReadWhole {
  /** For the frame of what is to be read. */
  readonly frame: { readonly ref: (frame: HTMLElement | null) => void; readonly onScroll: () => void }
  /** Whether the end of what stands in the frame has been in view. */
  readonly isRead: boolean
  readonly focus: () => void
}

/** What rounding may leave out of view. */
const slackPx = 8

/** Whether a person can have read a frame to its end: nobody consents to what was never in view. */
export function useReadWhole(): ReadWhole {
  const [frame, ref] = useState<HTMLElement | null>(null)
  const [isRead, setRead] = useState(false)
  const look = useCallback(() => {
    if (frame && frame.scrollTop + frame.clientHeight >= frame.scrollHeight - slackPx) setRead(true)
  }, [frame])
  useEffect(() => {
    setRead(false)
    if (!frame) return
    const observer = new ResizeObserver(look)
    observer.observe(frame)
    return () => observer.disconnect()
  }, [frame, look])
  return { frame: { ref, onScroll: look }, isRead, focus: () => frame?.focus() }
}
