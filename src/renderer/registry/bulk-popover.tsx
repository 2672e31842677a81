import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useView, type View } from '../shell/view'
import { Button } from '../ui/button'

interface BulkPopoverProps {
  readonly name: Extract<View['popover'], `selection-${string}`>
  readonly label: string
  readonly busy: boolean
  readonly children: ReactNode
}

/** What can be done with the selected servers and needs to know more, above its button in the bulk bar. */
export function BulkPopover({ name, label, busy, children }: BulkPopoverProps) {
  const { popover, set } = useView()
  return (
    <Popover.Root open={popover === name} onOpenChange={(open) => set({ popover: open ? name : null })}>
      <Popover.Trigger asChild>
        <Button disabled={busy}>{label}</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-20 grid w-80 gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-float animate-arrive"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
