import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { IconButton } from './button'
import { cn } from './class-names'

interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly closeLabel: string
  readonly onClose: () => void
  /** Enter anywhere but on a control that has a use for it. */
  readonly onEnter?: () => void
  /** What takes the focus when it opens; the dialog itself where nothing is found. */
  readonly firstFocus?: (content: HTMLElement) => HTMLElement | null | undefined
  readonly footer: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** Stands over the window until it is closed; rendered only while open. */
export function Dialog({
  title,
  description,
  closeLabel,
  onClose,
  onEnter,
  firstFocus,
  footer,
  className,
  children,
}: DialogProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { key, target, currentTarget } = event
    const isFree = target === currentTarget || (target instanceof Element && target.role === 'checkbox')
    if (key === 'Enter' && isFree) onEnter?.()
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Radix.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          onKeyDown={onKeyDown}
          // A press beside the dialog must not throw away what was typed.
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            const content = event.currentTarget
            if (content instanceof HTMLElement) (firstFocus?.(content) ?? content).focus()
          }}
          className={cn(
            '-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-30 flex max-h-[calc(100vh-48px)] w-[min(640px,calc(100vw-48px))] flex-col rounded-xl border border-line-strong bg-raised shadow-float outline-none',
            className,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-[620] text-lg tracking-[-0.01em]">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
              )}
            </div>
            <IconButton label={closeLabel} onClick={onClose} className="-mr-1.5">
              <X />
            </IconButton>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
          <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
            {footer}
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
