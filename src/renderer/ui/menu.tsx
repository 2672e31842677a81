import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './class-names'

/** Shared with `context-menu.tsx`. */
export const menuLook =
  'z-40 min-w-44 rounded-lg border border-line-strong bg-raised p-1 shadow-float animate-arrive'

export const menuItemLook = (danger: boolean) =>
  cn(
    'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-accent-soft [&>svg]:size-3.5',
    danger ? 'text-down-text' : 'text-ink [&>svg]:text-muted',
  )

export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} collisionPadding={8} className={menuLook}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export interface MenuItemProps {
  readonly icon?: ReactNode
  readonly danger?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({ icon, danger = false, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={menuItemLook(danger)}>
      {icon}
      {children}
    </DropdownMenu.Item>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
