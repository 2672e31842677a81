import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/tools'
import { formatNumber } from '../text/format'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Input } from '../ui/field'
import { MarkedText } from './marked-text'
import { ToolHints } from './tool-hints'
import { type FoundTool, searchTools, titleOf, wordsOf } from './tool-search'

const lineHeight = 28
const tallHeight = 44

interface ToolListProps {
  readonly tools: readonly Tool[]
  readonly chosen: string | null
  readonly className?: string
  readonly onChoose: (name: string) => void
}

/** The tools of a server, searched by name, title and description; drawn only where one looks. */
export function ToolList({ tools, chosen, className, onChoose }: ToolListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const searched = useDeferredValue(text)
  const found = useMemo(() => searchTools(tools, searched), [tools, searched])
  const [cursor, setCursor] = useState<number | null>(null)
  const onSearchKey = (event: KeyboardEvent) => {
    const first = found[0]
    if (event.key === 'ArrowDown' && first) {
      event.preventDefault()
      setCursor(0)
    } else if (event.key === 'Enter' && first) onChoose(first.tool.name)
    else if (event.key === 'Escape' && text !== '') {
      event.stopPropagation()
      setText('')
    }
  }
  const clear = () => {
    setText('')
    search.current?.focus()
  }
  return (
    <div className={cn('flex min-h-0 flex-col border-line border-r', className)}>
      <div className="relative p-2 pl-4">
        <Input
          ref={search}
          type="search"
          value={text}
          aria-label={t('tools.search')}
          placeholder={t('tools.search')}
          className="pr-16 [&::-webkit-search-cancel-button]:hidden"
          onKeyDown={onSearchKey}
          onChange={({ target }) => setText(target.value)}
        />
        {wordsOf(searched).length > 0 && (
          <span
            role="status"
            className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-4 text-faint text-xs tabular-nums"
          >
            {t('toolList.found', { found: formatNumber(found.length), all: formatNumber(tools.length) })}
          </span>
        )}
      </div>
      {found.length === 0 ? (
        <div className="grid justify-items-start gap-1 px-4 py-2">
          <p className="text-faint">{t('tools.nothing')}</p>
          <Button look="ghost" className="-ml-2.5" onClick={clear}>
            {t('toolList.clear')}
          </Button>
        </div>
      ) : (
        <Rows
          found={found}
          words={wordsOf(searched)}
          chosen={chosen}
          cursor={cursor}
          onCursor={setCursor}
          onLeave={() => search.current?.focus()}
          onChoose={onChoose}
        />
      )}
    </div>
  )
}

interface RowsProps {
  readonly found: readonly FoundTool[]
  readonly words: readonly string[]
  readonly chosen: string | null
  /** The row the arrow keys are at. */
  readonly cursor: number | null
  readonly onCursor: (cursor: number | null) => void
  /** The arrow went over the first row. */
  readonly onLeave: () => void
  readonly onChoose: (name: string) => void
}

function Rows({ found, words, chosen, cursor, onCursor, onLeave, onChoose }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const heightOf = (index: number) => {
    const one = found[index]
    return one && (one.excerpt !== null || titleOf(one.tool) !== undefined) ? tallHeight : lineHeight
  }
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroll.current,
    estimateSize: heightOf,
    getItemKey: (index) => found[index]?.tool.name ?? index,
    overscan: 8,
  })
  const chosenAt = found.findIndex(({ tool }) => tool.name === chosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other heights.
  useEffect(() => virtual.measure(), [found])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, to where one was before.
  useEffect(() => {
    if (chosenAt > 0) virtual.scrollToIndex(chosenAt, { align: 'center' })
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor scrolls and takes the focus.
  useEffect(() => {
    if (cursor === null) return
    virtual.scrollToIndex(cursor)
    const row = requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-index="${cursor}"] button`)?.focus(),
    )
    return () => cancelAnimationFrame(row)
  }, [cursor])

  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor ?? Math.max(0, chosenAt)
    const last = found.length - 1
    const next = { ArrowDown: Math.min(last, at + 1), ArrowUp: at - 1, Home: 0, End: last }[event.key]
    if (next === undefined) return
    event.preventDefault()
    if (next < 0) {
      onCursor(null)
      onLeave()
    } else onCursor(next)
  }
  /** One row is in the order of Tab; the arrow keys go to the rest. */
  const tabStop = cursor ?? Math.max(0, chosenAt)
  const drawn = virtual.getVirtualItems()
  const reachable = drawn.some(({ index }) => index === tabStop) ? tabStop : drawn[0]?.index
  return (
    <div ref={scroll} className="min-h-0 flex-1 overflow-y-auto pb-2">
      <ul
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) onCursor(null)
        }}
      >
        {drawn.map(({ index, start, size }) => {
          const one = found[index]
          return (
            one && (
              <ToolRow
                key={one.tool.name}
                index={index}
                found={one}
                words={words}
                chosen={one.tool.name === chosen}
                tabIndex={index === reachable ? 0 : -1}
                top={start}
                height={size}
                onChoose={onChoose}
              />
            )
          )
        })}
      </ul>
    </div>
  )
}

interface ToolRowProps {
  readonly index: number
  readonly found: FoundTool
  readonly words: readonly string[]
  readonly chosen: boolean
  readonly tabIndex: number
  readonly top: number
  readonly height: number
  readonly onChoose: (name: string) => void
}

function ToolRow({ index, found, words, chosen, tabIndex, top, height, onChoose }: ToolRowProps) {
  const { tool, excerpt } = found
  const title = titleOf(tool)
  const second = excerpt ?? (title === undefined ? undefined : tool.name)
  return (
    <li
      data-index={index}
      style={{ transform: `translateY(${top}px)`, height }}
      className="absolute inset-x-2 top-0"
    >
      <button
        type="button"
        tabIndex={tabIndex}
        aria-current={chosen || undefined}
        title={tool.name}
        onClick={() => onChoose(tool.name)}
        className={cn(
          'flex size-full items-center gap-1.5 rounded-sm px-2 text-left outline-offset-[-2px]',
          chosen ? 'bg-accent-soft text-accent-text' : 'hover:bg-line',
        )}
      >
        <span className="min-w-0 flex-1">
          <span className={cn('block truncate text-sm', title === undefined && 'font-mono')}>
            <MarkedText text={title ?? tool.name} words={words} />
          </span>
          {second !== undefined && (
            <span
              className={cn(
                'block truncate text-2xs',
                excerpt === null && 'font-mono',
                chosen ? 'text-accent-text' : 'text-faint',
              )}
            >
              <MarkedText text={second} words={words} />
            </span>
          )}
        </span>
        <ToolHints tool={tool} brief />
      </button>
    </li>
  )
}
