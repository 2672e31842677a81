import { Toaster as Sonner } from 'sonner'

interface ToasterProps {
  readonly theme: 'light' | 'dark'
  readonly label: string
  /** Room to leave above the status line, in pixels. */
  readonly liftPx?: number
  /** From the left edge of the window, in pixels. */
  readonly leftPx: number
}

/** Where short answers to an action appear, above the status line. */
export function Toaster({ theme, label, liftPx = 0, leftPx }: ToasterProps) {
  return (
    <Sonner
      theme={theme}
      position="bottom-left"
      containerAriaLabel={label}
      offset={{ bottom: 38 + liftPx, left: leftPx }}
      gap={8}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-max min-w-64 max-w-[460px] items-center gap-3 rounded-lg border border-line-strong bg-raised px-3 py-2.5 text-base text-ink shadow-float',
          content: 'min-w-0 flex-1 break-words',
          description: 'text-muted',
          icon: 'shrink-0',
          actionButton: 'rounded-sm px-1 font-[550] text-accent-text hover:underline',
          cancelButton: 'rounded-sm px-1 text-faint hover:underline',
        },
      }}
    />
  )
}
