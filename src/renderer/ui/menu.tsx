import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './class-names'

/** Shared with `context-menu.tsx`. */
export const menuLook =
  'z-40 min-w-44 max-w-[calc(100vw-16px)] rounded-lg border border-line-strong bg-raised p-1 shadow-float animate-arrive'

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
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={leaveFocus}
          className={menuLook}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** What a line of the menu opened may have the focus by now, and then keeps it. */
function leaveFocus(event: Event): void {
  const { activeElement } = document
  const isMine = event.currentTarget instanceof Node && event.currentTarget.contains(activeElement)
  if (activeElement !== null && activeElement !== document.body && !isMine) event.preventDefault()
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

interface MenuChoiceProps {
  readonly icon?: ReactNode
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** One of several, in a menu that opens beside. */
export function MenuChoice({ icon, label, value, options, onChange }: MenuChoiceProps) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={cn(menuItemLook(false), 'data-[state=open]:bg-accent-soft')}>
        {icon}
        {label}
        <ChevronRight aria-hidden className="ml-auto" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent sideOffset={4} collisionPadding={8} className={menuLook}>
          <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
            {options.map((option) => (
              <DropdownMenu.RadioItem
                key={option.value}
                value={option.value}
                className={cn(menuItemLook(false), 'pl-7 tabular-nums')}
              >
                <DropdownMenu.ItemIndicator className="-ml-5 [&>svg]:size-3.5">
                  <Check aria-hidden />
                </DropdownMenu.ItemIndicator>
                {option.label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
