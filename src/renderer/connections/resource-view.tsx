import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { ResourceReading } from '../../shared/contract/resources'
import { useRpc } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'
import { formatAge, formatDateTime, formatMs } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Spinner } from '../ui/dot'
import { Switch } from '../ui/switch'
import { useNow } from '../ui/use-now'
import { ContentBody } from './content-body'
import { isUsable } from './usable'
import { type Followed, useFollowed } from './use-followed'

/** What was read stays this long after one looked away. */
const keptMs = 300_000

interface ResourceViewProps {
  readonly server: Server
  readonly uri: string
  readonly subscribes: boolean
  /** The type that stands above it already. */
  readonly knownType: string | undefined
  /** Called once there is something to see: what was read, or why it was not. */
  readonly onShown?: () => void
}

/** What is in a resource: read once when one looks, again when asked, or after each change the server tells of. */
export function ResourceView({ server, uri, subscribes, knownType, onShown }: ResourceViewProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const options = useRpc().connections.readResource.queryOptions({ input: { server: server.name, uri } })
  const [follows, setFollows] = useState(false)
  const isConnected = isUsable(server)
  const read = useQuery({
    ...options,
    enabled: isConnected && !follows,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
  })
  const followed = useFollowed(server.name, uri, follows)
  const live = followed.state
  const latest = live?.reading
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the same for as long as the resource is.
  useEffect(() => {
    if (latest) queries.setQueryData(options.queryKey, latest)
  }, [queries, latest])
  const reading = read.data
  const refusal = follows ? (live?.refusal ?? followed.refusal) : read.error && toRefusal(read.error)
  const isShown = Boolean(reading ?? refusal)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, whoever is to be called meanwhile.
  useEffect(() => {
    if (isShown) onShown?.()
  }, [isShown])
  return (
    <div className="mt-3 grid min-w-0 gap-3">
      <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          disabled={!isConnected || follows}
          busy={read.isFetching && !read.isPending}
          onClick={() => void read.refetch()}
        >
          <RotateCw aria-hidden className="size-3.5" />
          {t('resources.readAgain')}
        </Button>
        {subscribes && (
          <FollowSwitch on={follows} disabled={!isConnected && !follows} onChange={setFollows} />
        )}
        <Standing reading={reading} followed={follows ? followed : null} isReading={read.isFetching} />
        {!isConnected && <span className="text-faint">{t('resources.connectFirst')}</span>}
      </div>
      {refusal && <Refused refusal={refusal} onRetry={follows ? undefined : () => void read.refetch()} />}
      {reading && <Contents reading={reading} knownType={knownType} announced={!follows} />}
    </div>
  )
}

interface FollowSwitchProps {
  readonly on: boolean
  readonly disabled: boolean
  readonly onChange: (on: boolean) => void
}

function FollowSwitch({ on, disabled, onChange }: FollowSwitchProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <span className="flex h-7 items-center gap-2">
      <Switch id={id} checked={on} disabled={disabled} onChange={onChange} />
      <label htmlFor={id}>{t('resources.follow')}</label>
    </span>
  )
}

interface StandingProps {
  readonly reading: ResourceReading | undefined
  /** Null where it is not followed. */
  readonly followed: Followed | null
  readonly isReading: boolean
}

/** How old what one sees is, and how long it took. */
function Standing({ reading, followed, isReading }: StandingProps) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const waits = isReading || (followed !== null && followed.state === null && followed.refusal === null)
  const changedAt = followed?.state?.changedAt
  let text: ReactNode = null
  let title: string | undefined
  if (changedAt) {
    text = t('resources.changed', { age: formatAge(changedAt, Math.max(now, Date.parse(changedAt))) })
    title = formatDateTime(changedAt)
  } else if (followed?.state?.following) text = t('resources.unchanged')
  else if (reading) {
    const age = formatAge(reading.readAt, Math.max(now, Date.parse(reading.readAt)))
    text = t('resources.readAt', { age, time: formatMs(reading.durationMs) })
    title = formatDateTime(reading.readAt)
  }
  return (
    <span title={title} className="flex items-center gap-2 text-muted tabular-nums">
      {waits && <Spinner />}
      {followed?.state?.following === false ? t('resources.waiting') : text}
      {waits && text === null && t('resources.reading')}
    </span>
  )
}

function Refused({ refusal, onRetry }: { refusal: Refusal; onRetry: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-down bg-down-soft p-3"
    >
      <p className="min-w-0 flex-1 break-words">{refusalSentence(refusal)}</p>
      {onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
    </div>
  )
}

interface ContentsProps extends Pick<ResourceViewProps, 'knownType'> {
  readonly reading: ResourceReading
  /** Whether each reading is told to those who do not see it. */
  readonly announced: boolean
}

function Contents({ reading: { contents, omitted, readAt }, knownType, announced }: ContentsProps) {
  const { t } = useTranslation()
  const several = contents.length > 1
  return (
    <section aria-label={t('resources.contents')} className="relative grid min-w-0 gap-4">
      {contents.map((content, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one reading never move.
        <ContentBody key={index} content={content} named={several} knownType={knownType} />
      ))}
      {contents.length === 0 && <p className="text-faint">{t('resources.empty')}</p>}
      {omitted > 0 && <p className="text-slow-text">{t('content.omitted', { count: omitted })}</p>}
      <span role="status" className="sr-only">
        {announced && t('resources.announced', { time: formatDateTime(readAt) })}
      </span>
    </section>
  )
}
