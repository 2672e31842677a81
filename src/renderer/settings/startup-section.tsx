import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Startup } from '../../shared/contract/rollcall'
import { useClient, useRpc } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { isDesktop } from '../shell/keys'
import { Skeleton } from '../ui/skeleton'
import { Switch } from '../ui/switch'
import { Row, Section } from './section'

/** Whether the system opens Rollcall, where it can. */
export function StartupSection() {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const options = useRpc().rollcall.startup.queryOptions()
  const { data, isPending } = useQuery(options)
  const change = useAction<Partial<Startup>, Startup>({
    mutationFn: (patch) => client.rollcall.setStartup(patch),
    onSuccess: (startup) => queries.setQueryData(options.queryKey, startup),
  })
  const shown = data && { ...data, ...(change.isPending && change.variables) }
  const missing = isDesktop() ? t('settings.notInstalled') : t('settings.inBrowser')
  return (
    <Section section="startup">
      {isPending ? (
        <div className="p-4">
          <Skeleton className="w-1/3" />
        </div>
      ) : (
        <>
          <Row field="openAtLogin" label={t('setting.openAtLogin')} hint={shown ? undefined : missing}>
            <Switch
              label={t('setting.openAtLogin')}
              checked={shown?.openAtLogin ?? false}
              disabled={!shown}
              onChange={(openAtLogin) => change.mutate({ openAtLogin })}
            />
          </Row>
          <Row field="minimized" label={t('setting.minimized')}>
            <Switch
              label={t('setting.minimized')}
              checked={shown?.minimized ?? false}
              disabled={!shown?.openAtLogin}
              onChange={(minimized) => change.mutate({ minimized })}
            />
          </Row>
        </>
      )}
      <Row label={t('settings.reconnects')} hint={t('settings.reconnectsHint')} />
    </Section>
  )
}
