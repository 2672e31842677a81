import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { By } from '../../shared/contract/notices'
import type { Settings, SettingsPatch } from '../../shared/contract/settings'
import { useClient, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { isDesktop } from '../shell/keys'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Switch } from '../ui/switch'
import { BeyondPage } from './beyond-page'
import { MutedServers } from './muted-servers'
import { QuietHours } from './quiet-hours'
import { Row, Section } from './section'

/** What a person is told, where and when. */
export function NoticesSection() {
  const { t } = useTranslation()
  const client = useClient()
  const settings = useSettings()
  const change = useAction<SettingsPatch, Settings>({ mutationFn: (patch) => client.settings.set(patch) })
  if (!settings)
    return (
      <Section section="notices">
        <div role="status" aria-label={t('settings.loading')} className="p-4">
          <Skeleton className="w-1/3" />
        </div>
      </Section>
    )
  const shown = { ...settings, ...(change.isPending && change.variables) }
  const isOn = shown.notifications === 'important'
  return (
    <Section section="notices">
      <Row field="notifications" label={t('setting.notifications')} hint={t('notices.hint')}>
        <Switch
          label={t('setting.notifications')}
          checked={isOn}
          onChange={(on) => change.mutate({ notifications: on ? 'important' : 'off' })}
        />
      </Row>
      {isDesktop() ? (
        <Row field="beyondPage" label={t('setting.beyondPage')} hint={t('notices.system')} />
      ) : (
        <BeyondPage disabled={!isOn} />
      )}
      <QuietHours
        value={shown.quietHours ?? 'off'}
        disabled={!isOn}
        onChange={(quietHours) => change.mutate({ quietHours })}
      />
      <TestRow />
      <MutedServers />
    </Section>
  )
}

const sent = { system: 'notices.sentSystem', page: 'notices.sentPage', log: 'notices.sentLog' } as const

function TestRow() {
  const { t } = useTranslation()
  const client = useClient()
  const [by, setBy] = useState<By | null>(null)
  const send = useAction<void, { by: By }>({
    mutationFn: () => client.notices.test(),
    onSuccess: (answer) => setBy(answer.by),
  })
  return (
    <Row label={t('notices.test')} hint={t('notices.testHint')}>
      <span role="status" className="text-muted text-xs">
        {by && t(sent[by])}
      </span>
      <Button busy={send.isPending} onClick={() => send.mutate()}>
        {t('notices.send')}
      </Button>
    </Row>
  )
}
