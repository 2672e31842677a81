import { Ellipsis } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { IconButton } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { actionOf } from './actions/actions'
import { ActionIcon } from './actions/icon'
import { perform, useMoment } from './actions/use-moment'
import { capsOf, keysOf } from './keys'

/** What the menu of a server holds, in its order; a line stands between the groups. */
const serverMenu = [
  ['edit', 'copy-json', 'export', 'use-in', 'announce', 'activity-of'],
  ['mute-hour', 'mute-tomorrow', 'mute-open', 'unmute'],
  ['remove'],
] as const

/** The actions on the opened server that have no button of their own. */
export function ServerMenu({ server }: { server: Server }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <Menu
      trigger={
        <IconButton label={t('action.more')}>
          <Ellipsis />
        </IconButton>
      }
    >
      {serverMenu.map((group, index) => (
        <Fragment key={group[0]}>
          {index > 0 && <MenuSeparator />}
          {group.map((id) => {
            const action = actionOf(id)
            if (id === 'announce' && server.command !== undefined) return null
            if (id === 'unmute' ? server.mutedUntil === null : id.startsWith('mute-') && server.mutedUntil)
              return null
            const [keys] = keysOf(action)
            return (
              <MenuItem
                key={id}
                danger={action.danger === true}
                icon={<ActionIcon action={action} />}
                onSelect={() => perform(action, moment())}
              >
                {action.text(t)}
                {keys && <Kbd caps={capsOf(keys)} className="ml-auto pl-6" />}
              </MenuItem>
            )
          })}
        </Fragment>
      ))}
    </Menu>
  )
}
