import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { cn } from './class-names'

interface JsonTreeProps {
  readonly value: unknown
  readonly name?: string
  /** Levels open at first. */
  readonly open?: number
  /** What the button says that shows more of a long list. */
  readonly moreLabel: (hidden: number) => string
}

const pageSize = 100

/** Any JSON, level by level, in pages of a hundred, so that a large answer stays usable. */
export function JsonTree({ value, name, open = 2, moreLabel }: JsonTreeProps) {
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(pageSize)
  if (typeof value !== 'object' || value === null) return <Leaf name={name} value={value} />

  const list = Array.isArray(value)
  const entries = Object.entries(value)
  const hidden = entries.length - shown
  return (
    <div className="font-mono text-xs leading-[1.6]">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-4 flex h-6 items-center gap-1 rounded-xs pr-1 hover:bg-line"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-3 text-faint transition-transform', isOpen && 'rotate-90')}
        />
        {name !== undefined && <span className="text-accent-text">{name}:</span>}
        <span className="text-faint">
          {list ? '[' : '{'}
          {entries.length}
          {list ? ']' : '}'}
        </span>
      </button>
      {isOpen && (
        <div className="ml-1 border-line border-l pl-5">
          {entries.slice(0, shown).map(([key, item]) => (
            <JsonTree key={key} name={key} value={item} open={open - 1} moreLabel={moreLabel} />
          ))}
          {hidden > 0 && (
            <button
              type="button"
              onClick={() => setShown(shown + pageSize)}
              className="text-accent-text hover:underline"
            >
              {moreLabel(hidden)}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Leaf({ name, value }: { name: string | undefined; value: unknown }) {
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return (
    <div className="break-words font-mono text-xs leading-[1.6] whitespace-pre-wrap">
      {name !== undefined && <span className="text-accent-text">{name}: </span>}
      <span className={typeof value === 'string' ? 'text-up-text' : 'text-slow-text'}>{text}</span>
    </div>
  )
}
