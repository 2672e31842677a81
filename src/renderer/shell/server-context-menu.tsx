import { Fragment, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ContextMenu, ContextMenuItem, ContextMenuSeparator } from '../ui/context-menu'
import { Kbd } from '../ui/kbd'
import { obstacleTo } from './actions/action'
import { actionOf } from './actions/actions'
import { ActionIcon } from './actions/icon'
import { perform, useMoment } from './actions/use-moment'
import { capsOf, keysOf } from './keys'
import { useView } from './view'

const ofOne = [
  ['sign-in', 'connect', 'disconnect', 'check', 'doctor', 'sign-out'],
  ['mute-hour', 'mute-tomorrow', 'mute-open', 'unmute'],
  ['edit', 'copy-json', 'export', 'use-in'],
  ['remove'],
]
const ofSelection = [
  ['selection-connect', 'selection-disconnect', 'selection-check'],
  ['selection-mute-hour', 'selection-mute-tomorrow', 'selection-mute-open', 'selection-unmute'],
  ['selection-remove', 'selection-end'],
]

interface ServerContextMenuProps {
  /** The server whose row an element lies in; undefined where it lies in none. */
  readonly serverAt: (element: Element) => string | undefined
  readonly children: ReactNode
}

/** What can be done with the row under the pointer, or with all selected rows where it is one of them. */
export function ServerContextMenu({ serverAt, children }: ServerContextMenuProps) {
  const onPress = (event: MouseEvent) => {
    const { cursor, open, set } = useView.getState()
    const pressed = event.target instanceof Element ? serverAt(event.target) : undefined
    const id = pressed ?? cursor
    // The menu key is pressed on the list itself, and means the row the keys are at.
    if (id === null || (pressed === undefined && event.button === 2)) event.preventDefault()
    else set({ cursor: id, ...(open !== null && { open: id }) })
  }
  return (
    <ContextMenu onPress={onPress} menu={<Items />}>
      {children}
    </ContextMenu>
  )
}

function Items() {
  const { t } = useTranslation()
  const moment = useMoment()
  const now = moment()
  const many = now.selected.length > 1 && now.selected.some(({ id }) => id === now.server?.id)
  const groups = (many ? ofSelection : ofOne)
    .map((ids) => ids.map(actionOf).filter((action) => obstacleTo(action, now) === null))
    .filter((actions) => actions.length > 0)
  return groups.map((actions, index) => (
    <Fragment key={actions[0]?.id}>
      {index > 0 && <ContextMenuSeparator />}
      {actions.map((action) => {
        const [keys] = keysOf(action)
        return (
          <ContextMenuItem
            key={action.id}
            danger={action.danger === true}
            icon={<ActionIcon action={action} />}
            onSelect={() => perform(action, moment())}
          >
            {action.text(t)}
            {keys && <Kbd caps={capsOf(keys)} className="ml-auto pl-6" />}
          </ContextMenuItem>
        )
      })}
    </Fragment>
  ))
}
