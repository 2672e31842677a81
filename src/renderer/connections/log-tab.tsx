import { ScrollText } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { LogEntry } from '../../shared/contract/log'
import type { Server } from '../../shared/contract/registry'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { saveFile } from '../ui/save-file'
import { Skeleton } from '../ui/skeleton'
import { LogBar } from './log-bar'
import { filterLog, logText, wholeLog } from './log-filter'
import { LogList } from './log-list'
import { useClearLog } from './use-clear-log'
import { useLog } from './use-log'

/** What a server and its process said, live. */
export function LogTab({ server }: { server: Server }) {
  return <Log key={server.id} server={server} />
}

function Log({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { entries, refusal, retry } = useLog(server)
  if (entries) return <Lines server={server} entries={entries} />
  if (refusal)
    return (
      <EmptyState
        className="h-full"
        title={t('log.failed')}
        action={<Button onClick={retry}>{t('action.retry')}</Button>}
      >
        {refusalSentence(refusal)}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('log.loading')} className="grid gap-3 p-4">
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
      <Skeleton className="w-3/5" />
    </div>
  )
}

function Lines({ server, entries }: { server: Server; entries: readonly LogEntry[] }) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState(wholeLog)
  /** What was there when the person began to read: it stays still until they follow again. */
  const [held, hold] = useState<readonly LogEntry[] | null>(null)
  const latest = useRef(entries)
  latest.current = entries
  const follow = useCallback((on: boolean) => hold((now) => (on ? null : (now ?? latest.current))), [])
  const present = useMemo(() => filterLog(entries, filter), [entries, filter])
  const shown = useMemo(() => (held ? filterLog(held, filter) : present), [held, present, filter])
  const newest = held?.at(-1)?.id ?? 0
  const newer = held ? present.filter(({ id }) => id > newest).length : 0
  const clear = useClearLog(server)

  const copy = async () => {
    await navigator.clipboard.writeText(logText(shown))
    toast.success(t('log.copied', { count: shown.length }))
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <LogBar
        filter={filter}
        onFilter={setFilter}
        shown={shown.length}
        total={(held ?? entries).length}
        following={held === null}
        onFollow={follow}
        onCopy={() => void copy()}
        onSave={() => saveFile(`${server.name}.log`, logText(shown), 'text/plain')}
        onClear={() => {
          follow(true)
          clear(entries.at(-1)?.id ?? 0)
        }}
      />
      {shown.length > 0 ? (
        <LogList
          label={t('log.label', { name: server.name })}
          entries={shown}
          search={filter.text}
          following={held === null}
          newer={newer}
          onFollow={follow}
        />
      ) : (
        <NoLines total={entries.length}>
          <Button onClick={() => setFilter(wholeLog)}>{t('filter.clear')}</Button>
        </NoLines>
      )}
    </div>
  )
}

/** Nothing there yet, or nothing that fits; `children` is the way out of the latter. */
function NoLines({ total, children }: { total: number; children: ReactNode }) {
  const { t } = useTranslation()
  return total === 0 ? (
    <EmptyState className="flex-1" icon={<ScrollText />} title={t('log.none')}>
      {t('log.noneHint')}
    </EmptyState>
  ) : (
    <EmptyState className="flex-1" title={t('log.nothing')} action={children} />
  )
}
