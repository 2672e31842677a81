import type { Rectangle } from 'electron'

/** Where the window was when it was last closed. */
export interface WindowPlace {
  readonly bounds: Rectangle
  readonly maximized: boolean
  /** Chromium's: 0 is the actual size. */
  readonly zoomLevel: number
}

export const smallestWindow = { width: 760, height: 520 }

const firstSize = { width: 1_280, height: 820 }

/** How much of the title bar must be on a screen for a person to take hold of it, in pixels. */
const graspable = { width: 120, height: 24 }

/**
 * Bounds for a new window: the kept ones when they can still be seen and moved on one of today's screens, else a
 * first size that fits, which the system places.
 */
export function placeOn(
  screens: readonly { readonly workArea: Rectangle }[],
  kept: Pick<WindowPlace, 'bounds'> | undefined,
): Partial<Rectangle> & { width: number; height: number } {
  const area = screens[0]?.workArea
  if (kept && screens.some(({ workArea }) => canBeGrasped(kept.bounds, workArea))) return kept.bounds
  return {
    width: Math.min(firstSize.width, area?.width ?? firstSize.width),
    height: Math.min(firstSize.height, area?.height ?? firstSize.height),
  }
}

function canBeGrasped(bounds: Rectangle, area: Rectangle): boolean {
  if (bounds.width < smallestWindow.width || bounds.height < smallestWindow.height) return false
  const visible = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const topIsOn = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height
  return visible >= graspable.width && topIsOn
}
