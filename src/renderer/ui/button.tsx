import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { cn } from './class-names'
import { Spinner } from './dot'

const looks = {
  plain: 'border-line-strong bg-raised hover:bg-panel active:bg-line',
  primary:
    'border-accent-fill bg-accent-fill font-[550] text-white hover:brightness-110 active:brightness-95',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-line hover:text-ink active:bg-line-strong',
  danger: 'border-down-fill bg-down-fill font-[550] text-white hover:brightness-110 active:brightness-95',
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks
  /** Shows that the work goes on; the button takes no second press. */
  readonly busy?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({
  look = 'plain',
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-[11px] text-base',
        'transition-[background-color,filter] duration-100 disabled:pointer-events-none disabled:opacity-50',
        looks[look],
        className,
      )}
    >
      {busy && <Spinner className="size-3 border-current border-r-transparent" />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does; read out and shown when the pointer rests. */
  readonly label: string
  readonly children: ReactNode
}

export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return (
    <Button
      look="ghost"
      title={label}
      {...rest}
      aria-label={label}
      className={cn('w-7 px-0 [&>svg]:size-4', className)}
    />
  )
}
