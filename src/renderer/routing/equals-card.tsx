import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EqualServer } from '../../shared/contract/alternatives'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRoll, useRpc } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { standingOf } from '../registry/tone'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'
import { Disclosure } from '../ui/disclosure'
import { Dot } from '../ui/dot'
import { EqualTools } from './equal-tools'

/** A changed schema that leaves the number of tools as it is is noticed this often. */
const everyMs = 15_000

/** Which servers a server is equal to, and where their tools differ; there only where it is of a service. */
export function EqualsCard({ server }: { server: Server }) {
  return server.service === undefined ? null : <Card server={server} service={server.service} />
}

function Card({ server, service }: { server: Server; service: string }) {
  const { t } = useTranslation()
  const { equals, servers } = useEquals(server)
  const client = useClient()
  const leave = useAction<void, Server>({
    mutationFn: () => client.registry.group({ server: server.name, service: null }),
  })
  return (
    <section aria-label={t('equal.title')} className="grid gap-2 rounded-lg border border-line bg-raised p-3">
      <div className="flex min-w-0 items-center gap-2">
        <h3 className="font-[560]">{t('equal.title')}</h3>
        <Chip title={t('equal.of', { service })} className="min-w-0">
          <bdi>{service}</bdi>
        </Chip>
        <span className="flex-1" />
        <Button look="ghost" className="-my-1" busy={leave.isPending} onClick={() => leave.mutate()}>
          {t('equal.leave')}
        </Button>
      </div>
      {equals?.length === 0 && <p className="text-muted">{t('equal.alone')}</p>}
      {equals?.map((equal) => (
        <OneEqual
          key={equal.server}
          equal={equal}
          server={servers.find(({ name }) => name === equal.server)}
        />
      ))}
    </section>
  )
}

/** What the core says of them, asked anew whenever one of them connected anew or has another number of tools. */
function useEquals({ name, service }: Server) {
  const roll = useRoll()
  const servers = roll?.servers.filter((other) => other.service === service) ?? []
  const { data, refetch } = useQuery({
    ...useRpc().routing.equals.queryOptions({ input: { server: name } }),
    refetchInterval: everyMs,
  })
  const mark = servers.map(({ id, connection, tools }) => `${id} ${connection.since} ${tools}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is not read, its change is the news.
  useEffect(() => void refetch(), [refetch, mark])
  return { equals: data?.servers, servers }
}

function OneEqual({ equal, server }: { equal: EqualServer; server: Server | undefined }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const [open, setOpen] = useState(false)
  const { server: name, alike, differs, onlyHere, onlyThere } = equal
  const parts = [
    t('equal.alike', { count: alike.length }),
    differs.length > 0 && t('equal.differ', { count: differs.length }),
    onlyHere.length > 0 && t('equal.onlyHere', { count: onlyHere.length }),
    onlyThere.length > 0 && t('equal.onlyThere', { count: onlyThere.length }),
  ]
  const hasMore =
    differs.length + onlyHere.length + onlyThere.length > 0 || alike.some(({ softer }) => softer.length > 0)
  return (
    <div className="grid gap-1.5 border-line border-t pt-2">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        {server && <Dot tone={standingOf(server).tone} label={t(`standing.${standingOf(server).word}`)} />}
        <button
          type="button"
          disabled={!server}
          onClick={() => server && set({ open: server.id, cursor: server.id })}
          className="min-h-6 max-w-full truncate text-accent-text underline decoration-1 underline-offset-2"
        >
          <bdi>{name}</bdi>
        </button>
        <span className="text-muted tabular-nums">
          {server?.tools === 0 ? t('equal.unread') : parts.filter(Boolean).join(' · ')}
        </span>
      </p>
      {hasMore && server?.tools !== 0 && (
        <Disclosure label={t('equal.differences')} open={open} onToggle={setOpen}>
          <EqualTools equal={equal} />
        </Disclosure>
      )}
    </div>
  )
}
