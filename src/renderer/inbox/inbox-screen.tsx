import { Inbox as InboxIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingServer } from '../../shared/contract/inbox'
import { useInbox } from '../bridge/bridge'
import { NoLink } from '../shell/no-link'
import { EmptyState } from '../ui/empty-state'
import { ScrollFrame } from '../ui/scroll-frame'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'
import { onFeedKey } from './feed'
import { SourceGroup } from './source-group'

const lists = ['waiting', 'refused'] as const
type List = (typeof lists)[number]

/** Servers that wait for a person's decision, source by source, and those that were refused. */
export function InboxScreen() {
  const { t } = useTranslation()
  const inbox = useInbox()
  const [list, setList] = useState<List>('waiting')
  const counts = { waiting: inbox?.count ?? 0, refused: inbox?.refused.length ?? 0 }
  const options = lists.map((value) => ({ value, label: t(`inbox.list.${value}`, { count: counts[value] }) }))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5">
        <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.inbox')}</h1>
        <Segmented label={t('inbox.show')} value={list} options={options} onChange={setList} />
        <span className="ml-auto text-faint text-xs max-[1000px]:hidden">
          {t(list === 'waiting' ? 'inbox.keys' : 'inbox.keysRefused')}
        </span>
      </div>
      {inbox ? (
        <Servers list={list} servers={inbox[list]} more={counts[list] - inbox[list].length} />
      ) : (
        <Waiting />
      )}
    </div>
  )
}

interface ServersProps {
  readonly list: List
  readonly servers: readonly WaitingServer[]
  /** How many more there are than are told at once. */
  readonly more: number
}

function Servers({ list, servers, more }: ServersProps) {
  const { t } = useTranslation()
  if (servers.length === 0)
    return (
      <EmptyState className="flex-1" icon={<InboxIcon />} title={t(`inbox.none.${list}`)}>
        {t(`inbox.noneHint.${list}`)}
      </EmptyState>
    )
  const bySource = Map.groupBy(servers, ({ source }) => source.id)
  return (
    <ScrollFrame label={t('screen.inbox')} className="min-h-0 flex-1 overflow-y-auto">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the articles inside have the focus. */}
      <div className="mx-auto grid max-w-215 grid-cols-[minmax(0,1fr)] gap-5 p-4" onKeyDown={onFeedKey}>
        {[...bySource].map(([id, ofSource]) => (
          <SourceGroup key={id} servers={ofSource} isRefused={list === 'refused'} />
        ))}
        {more > 0 && <p className="text-center text-muted">{t('inbox.more', { count: more })}</p>}
      </div>
    </ScrollFrame>
  )
}

/** The shape of what comes. */
function Waiting() {
  const { t } = useTranslation()
  return (
    <NoLink>
      <div
        role="status"
        aria-label={t('inbox.loading')}
        className="mx-auto grid w-full max-w-215 content-start gap-3 p-4"
      >
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    </NoLink>
  )
}
