import { ContextMenu as Radix } from 'radix-ui'
import type { MouseEvent, ReactNode } from 'react'
import { type MenuItemProps, menuItemLook, menuLook } from './menu'

interface ContextMenuProps {
  readonly menu: ReactNode
  /** Hears of the press before the menu opens; where it prevents the default, the menu stays away. */
  readonly onPress: (event: MouseEvent) => void
  readonly children: ReactNode
}

/** The menu of the second mouse button, and of the menu key, on everything inside. */
export function ContextMenu({ menu, onPress, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild onContextMenu={onPress}>
        <div role="presentation" className="contents">
          {children}
        </div>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuLook}>
          {menu}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function ContextMenuItem({ icon, danger = false, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item onSelect={onSelect} className={menuItemLook(danger)}>
      {icon}
      {children}
    </Radix.Item>
  )
}

export function ContextMenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />
}
