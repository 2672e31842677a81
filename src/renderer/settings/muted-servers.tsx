import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useRoll } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { muteSentence } from '../registry/mute'
import { Button } from '../ui/button'
import { Row } from './section'

/** Who is muted and until when, with the way out of it. */
export function MutedServers() {
  const { t } = useTranslation()
  const client = useClient()
  const roll = useRoll()
  const muted = useMemo(
    () =>
      roll?.servers.flatMap((server) =>
        server.mutedUntil ? [{ ...server, until: server.mutedUntil }] : [],
      ) ?? [],
    [roll],
  )
  const unmute = useAction<string, unknown>({ mutationFn: (server) => client.registry.unmute({ server }) })
  if (muted.length === 0)
    return <Row field="muted" label={t('setting.muted')} hint={t('notices.mutedNone')} />
  return (
    <>
      <Row field="muted" label={t('setting.muted')} hint={t('mute.about')} />
      <ul
        aria-label={t('notices.mutedList')}
        className="contain-inline-size max-h-64 divide-y divide-line overflow-y-auto"
      >
        {muted.map(({ id, name, until }) => (
          <li key={id} className="flex min-h-10 items-center gap-3 py-1 pr-4 pl-8">
            <bdi title={name} className="min-w-0 flex-1 truncate">
              {name}
            </bdi>
            <span className="shrink-0 text-muted text-xs tabular-nums">
              {muteSentence(until, Date.now())}
            </span>
            <Button
              aria-label={t('notices.unmuteName', { name })}
              busy={unmute.isPending && unmute.variables === name}
              onClick={() => unmute.mutate(name)}
            >
              {t('mute.unmute')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
