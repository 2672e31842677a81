import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll } from '../../bridge/bridge'
import { formatNumber } from '../../text/format'
import { perform, useMoment } from '../actions/use-moment'
import { useView } from '../view'
import type { Entry } from './entries'
import { EntryLine } from './entry-line'
import { type Found, find } from './find'

/** Choices kept to be offered first. */
const recentMax = 12

const heading =
  '[&_[cmdk-group-heading]]:flex [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint'

/** Servers, tools, tags, views and every action, by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const [before] = useState(() => document.activeElement)
  const chosen = useRef<Entry | null>(null)

  const choose = (entry: Entry) => {
    chosen.current = entry
    onClose()
  }
  /** Only now may the focus go elsewhere: the dialog has given it back. */
  const afterClose = (event: Event) => {
    event.preventDefault()
    if (before instanceof HTMLElement) before.focus()
    const entry = chosen.current
    if (!entry) return
    remember(entry)
    if (entry.kind === 'action') perform(entry.action, moment())
    else show(entry)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={afterClose}
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-30 w-[min(620px,calc(100vw-48px))] overflow-hidden rounded-xl border border-line-strong bg-raised shadow-float outline-none animate-arrive"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Search onChoose={choose} />
          <Footer />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Search({ onChoose }: { onChoose: (entry: Entry) => void }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const roll = useRoll()
  const [text, setText] = useState('')
  const [at, setAt] = useState('')
  // The field never waits for the list: with fifty thousand tools looking takes a few frames.
  const sought = useDeferredValue(text)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roll is what the moment reads.
  const found = useMemo(() => find(sought, moment()), [sought, moment, roll])
  const ids = found.flatMap(({ entries, group }) => entries.map((entry) => lineId(group, entry)))
  const value = ids.includes(at) ? at : (ids[0] ?? '')
  /** Enter means what was typed, also where the list has not come that far. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || sought === text) return
    event.preventDefault()
    const first = find(text, moment())[0]?.entries[0]
    if (first) onChoose(first)
  }
  return (
    <Command
      loop
      shouldFilter={false}
      label={t('palette.title')}
      value={value}
      onValueChange={setAt}
      onKeyDown={onKeyDown}
    >
      <Command.Input
        autoFocus
        value={text}
        onValueChange={(next) => {
          setText(next)
          setAt('')
        }}
        placeholder={t('palette.placeholder')}
        className="h-11 w-full border-line border-b bg-transparent px-4 text-md outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-[min(56vh,460px)] scroll-py-1.5 overflow-y-auto p-1.5">
        {found.length === 0 && sought === text && (
          <Command.Empty className="p-6 text-center text-muted">{t('palette.nothing')}</Command.Empty>
        )}
        {found.map((group) => (
          <Group key={group.group} found={group} onChoose={onChoose} />
        ))}
      </Command.List>
    </Command>
  )
}

/** The same entry may stand among the recent ones and in its own group. */
const lineId = (group: string, entry: Entry) => `${group} ${entry.id}`

function Group({ found, onChoose }: { found: Found; onChoose: (entry: Entry) => void }) {
  const { t } = useTranslation()
  const { group, entries, more } = found
  const first = entries[0]
  const moment = useMoment()
  const title = group === 'this' ? moment().server?.name : t(`palette.groups.${group}`)
  return (
    <Command.Group
      className={heading}
      heading={
        <>
          <bdi className="min-w-0 truncate">{title}</bdi>
          {more > 0 && first && (
            <span className="ml-auto pl-4 font-normal tabular-nums">
              {t('palette.more', { count: more, formatted: formatNumber(more) })}
            </span>
          )}
        </>
      }
    >
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={lineId(group, entry)}
          onSelect={() => onChoose(entry)}
          className="group flex h-8 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-text"
        >
          <EntryLine entry={entry} />
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function Footer() {
  const { t } = useTranslation()
  const hints = [
    ['>', t('palette.groups.action')],
    ['@', t('palette.groups.server')],
    ['/', t('palette.groups.tool')],
    ['#', t('palette.groups.tag')],
  ] as const
  return (
    <ul
      aria-label={t('palette.prefixes')}
      className="flex h-8 items-center gap-4 overflow-hidden border-line border-t bg-panel px-4 text-faint text-xs whitespace-nowrap"
    >
      {hints.map(([prefix, name]) => (
        <li key={prefix}>
          <kbd className="mr-1.5 font-mono">{prefix}</kbd>
          {name}
        </li>
      ))}
    </ul>
  )
}

function remember(entry: Entry): void {
  if (entry.kind === 'action' && entry.action.danger) return
  const { id } = entry
  const { recent, set } = useView.getState()
  set({ recent: [id, ...recent.filter((each) => each !== id)].slice(0, recentMax) })
}

function show(entry: Exclude<Entry, { kind: 'action' }>): void {
  const { set, filter } = useView.getState()
  if (entry.kind === 'tag') filter({ tags: [entry.tag] })
  else if (entry.kind === 'view')
    set({ screen: 'servers', filters: entry.view.filters, sort: entry.view.sort })
  else {
    const { id } = entry.server
    const tool = entry.kind === 'tool' ? ({ tab: 'tools', tool: entry.tool } as const) : {}
    set({ screen: 'servers', cursor: id, open: id, ...tool })
  }
}
