import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../shared/contract/settings'
import { sharingModes } from '../../shared/contract/sharing'
import { useClient, useRpc, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Select } from '../ui/select'
import { CopyButton } from './copy-button'
import { Row } from './section'

/** Whether others may read this registry, and how they get there. */
export function SharingRows() {
  const { t } = useTranslation()
  const client = useClient()
  const settings = useSettings()
  const change = useAction<Settings['sharing'], Settings>({
    mutationFn: (sharing) => client.settings.set({ sharing }),
  })
  const shown = (change.isPending ? change.variables : settings?.sharing) ?? 'off'
  const choose = (value: string) => {
    const mode = sharingModes.find((each) => each === value)
    if (mode) change.mutate(mode)
  }
  return (
    <>
      <Row field="sharing" label={t('setting.sharing')} hint={t(`sharing.means.${shown}`)}>
        <Select
          aria-label={t('setting.sharing')}
          className="w-56"
          disabled={!settings}
          value={shown}
          onChange={({ target }) => choose(target.value)}
        >
          {sharingModes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`sharing.mode.${mode}`)}
            </option>
          ))}
        </Select>
      </Row>
      {settings && settings.sharing !== 'off' && <Shared key={settings.sharing} />}
    </>
  )
}

function Shared() {
  const { t } = useTranslation()
  const rpc = useRpc()
  const { data } = useQuery(rpc.sharing.state.queryOptions({ staleTime: 0 }))
  if (!data?.discover || !data.registry) return null
  const { servers, commands } = data
  const counts = [
    t('sharing.servers', { count: servers }),
    ...(commands > 0 ? [t('sharing.commands', { count: commands })] : []),
  ]
  return (
    <>
      <Address label={t('sharing.discover')} address={data.discover} hint={counts.join(' ')} />
      <Address label={t('sharing.registry')} address={data.registry} hint={t('sharing.registryHint')} />
      <TokenRow />
    </>
  )
}

function Address({ label, address, hint }: { label: string; address: string; hint: string }) {
  const { t } = useTranslation()
  return (
    <Row
      label={label}
      hint={
        <>
          <bdi dir="ltr" className="block select-text break-all font-mono">
            {address}
          </bdi>
          {hint}
        </>
      }
    >
      <CopyButton text={address} label={t('sharing.copy', { label })} />
    </Row>
  )
}

/** Shown on a click only, and gone with the screen. */
function TokenRow() {
  const { t } = useTranslation()
  const client = useClient()
  const [token, setToken] = useState<string | null>(null)
  const ask = useAction<{ renew: boolean }, { token: string }>({
    mutationFn: (input) => client.sharing.token(input),
    onSuccess: (answer) => setToken(answer.token),
  })
  return (
    <Row
      label={t('sharing.token')}
      hint={
        <>
          {token !== null && (
            <bdi dir="ltr" className="block select-text break-all font-mono">
              {token}
            </bdi>
          )}
          {t('sharing.tokenHint')}
        </>
      }
    >
      {token !== null && <CopyButton text={token} label={t('sharing.copy', { label: t('sharing.token') })} />}
      {token === null ? (
        <Button busy={ask.isPending} onClick={() => ask.mutate({ renew: false })}>
          {t('sharing.show')}
        </Button>
      ) : (
        <Button busy={ask.isPending} onClick={() => ask.mutate({ renew: true })}>
          {t('sharing.renew')}
        </Button>
      )}
    </Row>
  )
}
