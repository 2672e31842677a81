import type { Action } from './action'
import { chatActions } from './chat'
import { generalActions } from './general'
import { listActions } from './list'
import { lookActions } from './look'
import { muteActions } from './mute'
import { serverActions } from './server'

/**
 * Everything a person can have done. The palette, the list of keys, the menus of the page and the desktop's menu take
 * it from here, so what one of them has, the palette has.
 */
export const actions: readonly Action[] = [
  ...generalActions,
  ...serverActions,
  ...muteActions,
  ...lookActions,
  ...chatActions,
  ...listActions,
]

const byId = new Map(actions.map((action) => [action.id, action]))

/** Throws where there is none: ids are written in the code, never by a person. */
export function actionOf(id: string): Action {
  const action = byId.get(id)
  if (!action) throw new Error(`There is no action ${id}.`)
  return action
}
