import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './class-names'

interface CheckboxProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly className?: string
  readonly children: ReactNode
}

export function Checkbox({ checked, onChange, disabled, className, children }: CheckboxProps) {
  const id = useId()
  return (
    <span className={cn('inline-flex items-center gap-2', className)}>
      <Radix.Root
        id={id}
        checked={checked}
        {...(disabled !== undefined && { disabled })}
        onCheckedChange={(state) => onChange(state === true)}
        className="grid size-4 shrink-0 place-items-center rounded-xs border border-control-edge bg-raised text-white disabled:opacity-50 data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill"
      >
        <Radix.Indicator>
          <Check className="size-3" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className={cn(disabled && 'text-faint')}>
        {children}
      </label>
    </span>
  )
}
