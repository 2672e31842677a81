import type { TFunction } from 'i18next'
import type { Client } from '../../../shared/contract'
import type { SamplesState, Source } from '../../../shared/contract/discovery'
import type { Server } from '../../../shared/contract/registry'
import type { View } from '../view'

export const actionGroups = ['general', 'server', 'selection', 'go', 'list', 'look', 'setting'] as const
export type ActionGroup = (typeof actionGroups)[number]

/** Something a person can have done, from the palette, a key, a menu of the page or the menu of the desktop. */
export interface Action {
  /** Where the desktop's menu has it, its name in `shared/commands.ts`. */
  readonly id: string
  readonly group: ActionGroup
  readonly text: (t: TFunction) => string
  /** Keys that do it in every shell, as `keys.ts` reads them; the desktop's menu may have more. */
  readonly keys?: readonly string[]
  /** Keys of the desktop only, for what its menu has no command for. */
  readonly desktopKeys?: readonly string[]
  /** Harms nothing that is being filled in: it is also done while a form stands over the window. */
  readonly calm?: boolean
  /** Takes something away: looks like it, and is never what Enter does in a palette just opened. */
  readonly danger?: boolean
  /** Why it cannot be done now, as a sentence; null where it can. */
  readonly obstacle?: (moment: Moment) => string | null
  readonly run: (moment: Moment) => void
}

/** How things are at the moment an action is offered or done. */
export interface Moment {
  readonly t: TFunction
  readonly client: Client
  readonly desktop: boolean
  readonly view: View
  readonly servers: readonly Server[]
  /** Those that pass the filters. */
  readonly shown: () => readonly Server[]
  readonly sources: readonly Source[]
  readonly samples: SamplesState | undefined
  /** The one an action on one server is about: opened, else where the keyboard is. */
  readonly server: Server | undefined
  readonly selected: readonly Server[]
  readonly remove: (server: Server) => void
  readonly removeAll: (servers: readonly Server[]) => Promise<void>
  readonly forEach: (
    servers: readonly Server[],
    work: (server: Server) => Promise<unknown>,
  ) => Promise<unknown>
  /** Tells a refusal; says `done` once it went well. */
  readonly attempt: (work: () => Promise<unknown>, done?: string) => void
}

/** Overlays with something half done in them. */
const forms = ['add', 'edit', 'import', 'box', 'source', 'use-in']

/** Why an action cannot be done now; null where it can. */
export function obstacleTo(action: Action, moment: Moment): string | null {
  const { overlay } = moment.view
  if (!action.calm && overlay && forms.includes(overlay.kind)) return moment.t('actions.why.form')
  return action.obstacle?.(moment) ?? null
}
