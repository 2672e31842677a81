import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react'
import { cn } from './class-names'

export const inputLook =
  'w-full min-w-0 rounded-md border border-line-strong bg-bg px-2.5 text-ink placeholder:text-faint hover:border-control-edge focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-down disabled:opacity-50'

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong; shown beside the field and read out with it. */
  readonly problem?: string | undefined
  readonly className?: string
  /** Gets what ties the control to its label, hint and problem. */
  readonly children: (control: FieldControl) => ReactNode
}

interface FieldControl {
  readonly id: string
  readonly 'aria-invalid': true | undefined
  readonly 'aria-describedby': string | undefined
}

export function Field({ label, hint, problem, className, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = problem ?? hint
  return (
    <div className={cn('grid content-start gap-1', className)}>
      <label htmlFor={id} className="font-[550] text-sm">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem ? true : undefined,
        'aria-describedby': note ? noteId : undefined,
      })}
      {note && (
        <p id={noteId} className={cn('text-xs', problem ? 'text-down-text' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  )
}

export function Input({
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input autoComplete="off" spellCheck={false} {...rest} className={cn(inputLook, 'h-7', className)} />
}

export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <textarea
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cn(inputLook, 'min-h-14 resize-y py-1.5 leading-[1.5]', className)}
    />
  )
}
