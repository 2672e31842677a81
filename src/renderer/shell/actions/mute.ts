import { type MuteChoice, muteChoices, muteEnd, muteFor } from '../../registry/mute'
import type { Action } from './action'
import { onSelection } from './list'
import { onServer } from './server'

/** Hearing nothing of servers for a while, and hearing of them again. */
export const muteActions: readonly Action[] = [
  ...muteChoices.map(muteOne),
  onServer({
    id: 'unmute',
    text: (t) => t('mute.unmute'),
    obstacle: ({ mutedUntil, name }, { t }) => (mutedUntil === null ? t('mute.whyNot', { name }) : null),
    run: ({ name }, { client, attempt, t }) =>
      attempt(() => client.registry.unmute({ server: name }), t('mute.over', { name })),
  }),
  ...muteChoices.map((choice) =>
    onSelection(
      `selection-mute-${choice}`,
      (t) => t(`mute.selection.${choice}`),
      (servers, { client, forEach }) =>
        forEach(servers, ({ name }) =>
          client.registry.mute({ server: name, ...muteFor(choice, Date.now()) }),
        ),
    ),
  ),
  onSelection(
    'selection-unmute',
    (t) => t('mute.selection.unmute'),
    (servers, { client, forEach }) =>
      forEach(
        servers.filter(({ mutedUntil }) => mutedUntil !== null),
        ({ name }) => client.registry.unmute({ server: name }),
      ),
  ),
]

function muteOne(choice: MuteChoice): Action {
  return onServer({
    id: `mute-${choice}`,
    text: (t) => t(`mute.${choice}`),
    obstacle: ({ mutedUntil, name }, { t }) => (mutedUntil === null ? null : t('mute.why', { name })),
    run: ({ name }, { client, attempt, t }) => {
      const wish = muteFor(choice, Date.now())
      const end =
        'forMs' in wish ? Date.now() + Number(wish.forMs) : 'until' in wish ? String(wish.until) : null
      const time = end === null ? null : muteEnd(new Date(end).toISOString(), Date.now())
      const done = time === null ? t('mute.doneForGood', { name }) : t('mute.done', { name, time })
      attempt(() => client.registry.mute({ server: name, ...wish }), done)
    },
  })
}
