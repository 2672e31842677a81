import { Bell, BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { muteChoices, muteFor } from './mute'

interface BulkMuteProps {
  readonly servers: readonly Server[]
  readonly busy: boolean
  readonly run: (work: (server: Server) => Promise<unknown>, of: readonly Server[]) => Promise<void>
}

/** Mutes the selected servers, or unmutes those that are. */
export function BulkMute({ servers, busy, run }: BulkMuteProps) {
  const { t } = useTranslation()
  const client = useClient()
  const muted = servers.filter(({ mutedUntil }) => mutedUntil !== null)
  return (
    <Menu trigger={<Button disabled={busy}>{t('mute.menu')}</Button>}>
      {muteChoices.map((choice) => (
        <MenuItem
          key={choice}
          icon={<BellOff aria-hidden />}
          onSelect={() =>
            void run(
              ({ name }) => client.registry.mute({ server: name, ...muteFor(choice, Date.now()) }),
              servers,
            )
          }
        >
          {t(`mute.${choice}`)}
        </MenuItem>
      ))}
      {muted.length > 0 && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<Bell aria-hidden />}
            onSelect={() => void run(({ name }) => client.registry.unmute({ server: name }), muted)}
          >
            {t('mute.unmute')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
