import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConnectionDetails, KeptLists } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { isUsable } from '../connections/usable'
import { useReadLists } from '../connections/use-read-lists'
import { formatAge, formatDateTime, formatList, formatNumber, formatShare } from '../text/format'
import { Button } from '../ui/button'
import { Fact } from '../ui/fact'
import { useNow } from '../ui/use-now'

interface KeptFactProps {
  readonly server: Server
  readonly details: ConnectionDetails
}

/** What is kept of a server's lists: how many entries, how old, how often that was fresh enough. */
export function KeptFact({ server, details }: KeptFactProps) {
  const { t } = useTranslation()
  const { hits, misses, rate } = details.kept
  return (
    <>
      <Fact name={t('fact.offers')}>
        <span className="flex items-start gap-2">
          <span className="min-w-0 flex-1">
            {formatList([
              t('fact.tools', { count: server.tools }),
              t('fact.resources', { count: server.resources }),
              t('fact.prompts', { count: server.prompts }),
            ])}
            <Age kept={details.kept} />
          </span>
          {isUsable(server) && <ReadAgain server={server} />}
        </span>
      </Fact>
      {rate !== null && (
        <Fact name={t('lists.use')}>
          <span className="tabular-nums">
            {t('lists.rate', {
              share: formatShare(rate),
              hits: formatNumber(hits),
              uses: formatNumber(hits + misses),
            })}
          </span>
        </Fact>
      )}
      {details.underWay + details.waiting > 0 && (
        <Fact name={t('lists.load')}>
          <span className="tabular-nums">
            {t('lists.loadNow', {
              underWay: formatNumber(details.underWay),
              waiting: formatNumber(details.waiting),
            })}
          </span>
        </Fact>
      )}
    </>
  )
}

/** The age of the oldest list; what is not fresh any more says so. */
function Age({ kept: { lists } }: { kept: KeptLists }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const read = lists.flatMap(({ readAt }) => (readAt === null ? [] : [readAt])).toSorted()
  const [oldest] = read
  if (oldest === undefined) return null
  return (
    <span className="block text-faint text-xs tabular-nums" title={formatDateTime(oldest)}>
      {t('lists.read', { age: formatAge(oldest, now) })}
      {lists.some(({ isFresh }) => !isFresh) && ` · ${t('lists.stale')}`}
    </span>
  )
}

function ReadAgain({ server }: { server: Server }) {
  const { t } = useTranslation()
  const read = useReadLists(server)
  return (
    <Button look="ghost" className="-my-1 shrink-0" busy={read.isPending} onClick={() => read.mutate()}>
      <RotateCw aria-hidden className="size-3.5" />
      {t('lists.again')}
    </Button>
  )
}
