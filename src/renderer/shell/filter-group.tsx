import type { ReactNode } from 'react'
import { cn } from '../ui/class-names'

interface FilterGroupProps {
  readonly title: string
  /** The button that shows the rest. */
  readonly more?: { readonly label: string; readonly onPress: () => void } | undefined
  readonly children: ReactNode
}

/** A titled list in the navigation. */
export function FilterGroup({ title, more, children }: FilterGroupProps) {
  return (
    <section aria-label={title}>
      <h2 className="mx-[9px] mt-4 mb-[5px] font-semibold text-2xs text-faint">{title}</h2>
      <ul>{children}</ul>
      {more && (
        <button
          type="button"
          onClick={more.onPress}
          className="h-[25px] rounded-sm px-[9px] text-faint text-xs hover:text-ink"
        >
          {more.label}
        </button>
      )}
    </section>
  )
}

interface FilterLineProps {
  readonly isOn: boolean
  readonly name: string
  readonly title?: string
  /** Of less weight: nothing behind it now. */
  readonly faint?: boolean
  readonly mark?: ReactNode
  readonly onPress: () => void
  /** What stands at the end of the line, over the button. */
  readonly children: ReactNode
}

/** One line of it; pressed while the list is narrowed by it. */
export function FilterLine({ isOn, name, title, faint = false, mark, onPress, children }: FilterLineProps) {
  return (
    <li className="group/line relative">
      <button
        type="button"
        aria-pressed={isOn}
        title={title || name}
        onClick={onPress}
        className={cn(
          'flex h-[25px] w-full items-center gap-2 rounded-sm pr-9 pl-[9px] text-left text-muted hover:bg-line',
          isOn && 'bg-line text-ink',
          faint && !isOn && 'text-faint',
        )}
      >
        {mark}
        <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
      </button>
      {children}
    </li>
  )
}
