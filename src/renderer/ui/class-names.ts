import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs', 'md'] } } })

/** Joins class names; where two set the same property, the later one counts. */
export function cn(...names: ClassValue[]): string {
  return merge(clsx(names))
}
