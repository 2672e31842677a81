import { Switch as Radix } from 'radix-ui'
import { cn } from './class-names'

interface SwitchProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly label?: string
  readonly id?: string
  readonly disabled?: boolean
  readonly tabIndex?: number
  readonly className?: string
}

export function Switch({ checked, onChange, label, className, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      {...rest}
      checked={checked}
      onCheckedChange={onChange}
      aria-label={label}
      className={cn(
        'relative h-[18px] w-[30px] shrink-0 rounded-full bg-line-strong transition-colors duration-150 disabled:opacity-50',
        'shadow-[inset_0_0_0_1px_var(--control-edge)] data-[state=checked]:bg-up data-[state=checked]:shadow-none',
        className,
      )}
    >
      <Radix.Thumb className="absolute top-0.5 left-0.5 size-3.5 rounded-full bg-white shadow-[0_1px_2px_rgb(0_0_0/0.3)] transition-transform duration-150 ease-calm data-[state=checked]:translate-x-3" />
    </Radix.Root>
  )
}
