interface ProgressBarProps {
  readonly label: string
  /** From 0 to 1; null where the end is not known. */
  readonly share: number | null
}

/** How far something is; it only breathes where nobody knows. */
export function ProgressBar({ label, share }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share !== null && { 'aria-valuenow': Math.floor(share * 100) })}
      className="h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div
        style={{ transform: `scaleX(${share ?? 1})` }}
        className={
          share === null
            ? 'size-full rounded-full bg-line-strong animate-breathe'
            : 'size-full origin-left rounded-full bg-accent transition-transform duration-100 rtl:origin-right'
        }
      />
    </div>
  )
}
