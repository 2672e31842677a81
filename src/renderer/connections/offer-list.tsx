import { type ReactNode, useState } from 'react'
import { cn } from '../ui/class-names'
import { Input } from '../ui/field'
import { VirtualList } from '../ui/virtual-list'

/** One thing a server offers, as a row. */
export interface OfferEntry {
  readonly key: string
  readonly name: string
  /** Below the name: an address, a description. */
  readonly note: string
  readonly isCode?: boolean
  /** At the end of the row, small. */
  readonly mark?: string | undefined
  readonly more?: string | undefined
}

interface OfferGroup {
  /** Null where there is only one group. */
  readonly title: string | null
  readonly entries: readonly OfferEntry[]
}

type Row = { readonly title: string } | OfferEntry

const entryHeight = 42
const titleHeight = 28

interface OfferListProps {
  readonly label: string
  readonly searchLabel: string
  /** What stands there where nothing fits. */
  readonly nothing: ReactNode
  readonly groups: readonly OfferGroup[]
  readonly chosen: string | null
  readonly onChoose: (key: string) => void
}

/** What a server offers, searched through, in groups. */
export function OfferList({ label, searchLabel, nothing, groups, chosen, onChoose }: OfferListProps) {
  const [text, setText] = useState('')
  const rows = groups.flatMap(({ title, entries }): Row[] => {
    const shown = entries.filter((entry) => fits(entry, text))
    return shown.length > 0 && title !== null ? [{ title }, ...shown] : shown
  })
  return (
    <div className="flex min-h-0 flex-col border-line border-r">
      <div className="p-2 pl-4">
        <Input
          type="search"
          value={text}
          aria-label={searchLabel}
          placeholder={searchLabel}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      {rows.length === 0 ? (
        <p role="status" className="px-4 py-2 text-faint">
          {nothing}
        </p>
      ) : (
        <VirtualList
          label={label}
          rows={rows}
          keyOf={(row) => ('title' in row ? `title ${row.title}` : row.key)}
          heightOf={(row) => ('title' in row ? titleHeight : entryHeight)}
          startAt={rows.findIndex((row) => !('title' in row) && row.key === chosen)}
          className="min-h-0 flex-1 pr-2 pb-2 pl-2"
        >
          {(row) =>
            'title' in row ? (
              <h3 className="flex h-full items-end px-2 pb-1 font-[550] text-faint text-xs">{row.title}</h3>
            ) : (
              <EntryRow entry={row} isChosen={row.key === chosen} onChoose={() => onChoose(row.key)} />
            )
          }
        </VirtualList>
      )}
    </div>
  )
}

interface EntryRowProps {
  readonly entry: OfferEntry
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function EntryRow({ entry: { name, note, isCode, mark, more }, isChosen, onChoose }: EntryRowProps) {
  return (
    <button
      type="button"
      aria-current={isChosen || undefined}
      title={`${name}\n${note}`.slice(0, 500)}
      onClick={onChoose}
      className={cn(
        'grid h-[41px] w-full grid-cols-[minmax(0,1fr)_auto] content-center items-baseline gap-x-2 rounded-sm px-2 text-left leading-[1.35]',
        isChosen ? 'bg-accent-soft text-accent-text' : 'hover:bg-line',
      )}
    >
      <span className="truncate font-[550]">
        <bdi>{name}</bdi>
      </span>
      <span className="max-w-28 justify-self-end truncate text-muted text-xs">{mark}</span>
      <span className={cn('truncate text-muted text-xs', isCode && 'font-mono')}>
        <bdi>{note}</bdi>
      </span>
      <span className="justify-self-end text-muted text-xs tabular-nums">{more}</span>
    </button>
  )
}

function fits({ name, note, mark = '' }: OfferEntry, text: string): boolean {
  const all = `${name}\n${note}\n${mark}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => all.includes(word))
}
