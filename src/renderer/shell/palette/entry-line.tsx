import { Bookmark, Tag, Wrench } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../registry/address'
import { standingOf } from '../../registry/tone'
import { Dot } from '../../ui/dot'
import { Kbd } from '../../ui/kbd'
import type { Action } from '../actions/action'
import { ActionIcon } from '../actions/icon'
import { capsOf, keysOf } from '../keys'
import type { Entry } from './entries'

const mark = 'size-3.5 shrink-0 text-faint group-data-[selected=true]:text-accent-text'
/** Longest text of a stranger put on one line, in characters. */
const shownMax = 300

/** What a line says: what it is, its name, and at its end where it leads or which keys do the same. */
export function EntryLine({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  switch (entry.kind) {
    case 'action':
      return <ActionLine action={entry.action} />
    case 'server': {
      const { tone, word } = standingOf(entry.server)
      return (
        <>
          <span className="grid w-3.5 shrink-0 place-items-center">
            <Dot tone={tone} label={t(`standing.${word}`)} />
          </span>
          <Name>{entry.server.name}</Name>
          <Place>{addressOf(entry.server)}</Place>
        </>
      )
    }
    case 'tool':
      return (
        <>
          <Wrench aria-hidden className={mark} />
          <Name>{entry.tool}</Name>
          <Place>{entry.server.name}</Place>
        </>
      )
    case 'tag':
      return (
        <>
          <Tag aria-hidden className={mark} />
          <Name>{entry.tag}</Name>
        </>
      )
    case 'view':
      return (
        <>
          <Bookmark aria-hidden className={mark} />
          <Name>{entry.view.name}</Name>
        </>
      )
  }
}

function ActionLine({ action }: { action: Action }) {
  const { t } = useTranslation()
  const [keys] = keysOf(action)
  return (
    <>
      <ActionIcon action={action} className={mark} />
      <span className="min-w-0 truncate">{action.text(t)}</span>
      {keys && <Kbd caps={capsOf(keys)} className="ml-auto" />}
    </>
  )
}

function Name({ children }: { children: string }) {
  return <bdi className="max-w-[62%] shrink-0 truncate">{children.slice(0, shownMax)}</bdi>
}

function Place({ children }: { children: string }) {
  return (
    <bdi className="ml-auto min-w-0 truncate pl-4 text-faint text-xs group-data-[selected=true]:text-accent-text">
      {children.slice(0, shownMax)}
    </bdi>
  )
}
