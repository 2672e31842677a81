import { Braces, ChevronRight, Route } from 'lucide-react'
import { useState } from 'react'
import { cn } from './class-names'

/** What can be taken from each line of the tree. */
interface JsonTreeCopy {
  readonly valueLabel: string
  readonly pathLabel: string
  readonly onCopy: (text: string) => void
}

interface JsonTreeProps {
  readonly value: unknown
  readonly name?: string
  /** Where the value is, as one would write it in JavaScript; empty for the whole. */
  readonly path?: string
  /** Levels open at first. */
  readonly open?: number
  readonly copy?: JsonTreeCopy | undefined
  /** What the button says that shows more of a long list. */
  readonly moreLabel: (hidden: number) => string
}

const pageSize = 100
/** A longer text is cut; whole when copied. */
const textMax = 2_000

/** Any JSON, level by level, in pages of a hundred, so that a large answer stays usable. */
export function JsonTree({ value, name, path = '', open = 2, copy, moreLabel }: JsonTreeProps) {
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(pageSize)
  if (typeof value !== 'object' || value === null)
    return <Leaf name={name} value={value} path={path} copy={copy} />

  const list = Array.isArray(value)
  const keys = Object.keys(value)
  const hidden = keys.length - shown
  return (
    <div className="font-mono text-xs leading-[1.6]">
      <div className="group/line flex min-h-6 items-center">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="-ml-4 flex h-6 min-w-0 items-center gap-1 rounded-xs pr-1 hover:bg-line"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-3 shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
          />
          {name !== undefined && <bdi className="truncate text-accent-text">{name}:</bdi>}
          <span className="text-faint">
            {list ? '[' : '{'}
            {keys.length}
            {list ? ']' : '}'}
          </span>
        </button>
        <CopyButtons value={value} path={path} copy={copy} />
      </div>
      {isOpen && (
        <div className="ml-1 border-line border-l pl-5">
          {keys.slice(0, shown).map((key) => (
            <JsonTree
              key={key}
              name={key}
              path={list ? `${path}[${key}]` : path + step(key)}
              value={Reflect.get(value, key)}
              open={open - 1}
              copy={copy}
              moreLabel={moreLabel}
            />
          ))}
          {hidden > 0 && (
            <button
              type="button"
              onClick={() => setShown(shown + pageSize)}
              className="min-h-6 text-accent-text hover:underline"
            >
              {moreLabel(hidden)}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** How one goes from an object to what it has under a key. */
export function step(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

interface LeafProps {
  readonly name: string | undefined
  readonly value: unknown
  readonly path: string
  readonly copy: JsonTreeCopy | undefined
}

export function Leaf({ name, value, path, copy }: LeafProps) {
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return (
    <div className="group/line flex min-h-6 items-start">
      <div className="min-w-0 break-words py-0.5 font-mono text-xs leading-[1.6] whitespace-pre-wrap">
        {name !== undefined && <bdi className="text-accent-text">{name}: </bdi>}
        <bdi className={typeof value === 'string' ? 'text-up-text' : 'text-slow-text'}>
          {text.length > textMax ? `${text.slice(0, textMax)}…` : text}
        </bdi>
      </div>
      <CopyButtons value={value} path={path} copy={copy} />
    </div>
  )
}

/** Seen where the pointer or the focus is; they keep their room, so that nothing moves. */
function CopyButtons({ value, path, copy }: Omit<LeafProps, 'name'>) {
  if (!copy) return null
  const { valueLabel, pathLabel, onCopy } = copy
  const text = () => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  const look =
    'grid size-6 shrink-0 place-items-center rounded-xs text-faint opacity-0 hover:bg-line hover:text-ink focus-visible:opacity-100 group-hover/line:opacity-100 [&>svg]:size-3'
  return (
    <span className="ml-1 flex shrink-0">
      <button
        type="button"
        aria-label={valueLabel}
        title={valueLabel}
        className={look}
        onClick={() => onCopy(text())}
      >
        <Braces />
      </button>
      {path !== '' && (
        <button
          type="button"
          aria-label={pathLabel}
          title={pathLabel}
          className={look}
          onClick={() => onCopy(path)}
        >
          <Route />
        </button>
      )}
    </span>
  )
}
