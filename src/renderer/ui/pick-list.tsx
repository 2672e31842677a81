import { Command } from 'cmdk'
import { Check, ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'

interface PickListProps<Value extends string> {
  /** What is picked; the button's word and the list's name. */
  readonly label: string
  readonly searchLabel: string
  /** Said where no option fits the search. */
  readonly emptyLabel: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly picked: readonly Value[]
  readonly onPick: (value: Value) => void
}

/** Any of many: a button with a list to search and tick in. What is picked shows elsewhere. */
export function PickList<Value extends string>({
  label,
  searchLabel,
  emptyLabel,
  options,
  picked,
  onPick,
}: PickListProps<Value>) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button>
          {label}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="z-20 w-64 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float animate-arrive"
        >
          <Command loop label={searchLabel}>
            <Command.Input
              placeholder={searchLabel}
              className="h-8 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-faint"
            />
            <Command.List label={label} className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-4 text-center text-faint">{emptyLabel}</Command.Empty>
              {options.map((option) => (
                <Option
                  key={option.value}
                  label={option.label}
                  value={option.value}
                  isPicked={picked.includes(option.value)}
                  onPick={() => onPick(option.value)}
                />
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface OptionProps {
  readonly label: string
  readonly value: string
  readonly isPicked: boolean
  readonly onPick: () => void
}

function Option({ label, value, isPicked, onPick }: OptionProps): ReactNode {
  return (
    <Command.Item
      // Two options may differ in the case of their letters only, which the list itself does not tell apart.
      value={`${label} ${value}`}
      aria-checked={isPicked}
      onSelect={onPick}
      className="flex h-7 items-center gap-2 rounded-sm px-2 data-[selected=true]:bg-accent-soft"
    >
      <Check aria-hidden className="size-3.5 shrink-0 text-accent" style={{ opacity: isPicked ? 1 : 0 }} />
      <bdi className="truncate">{label}</bdi>
    </Command.Item>
  )
}
