import type { Server } from '../../../shared/contract/registry'
import { saveFile } from '../../ui/save-file'
import { type DetailTab, detailTabs } from '../view'
import type { Action, Moment } from './action'

/** An action on the server at hand; `obstacle` and `run` are asked only where there is one. */
function onServer(
  action: Omit<Action, 'group' | 'obstacle' | 'run'> & {
    obstacle?: (server: Server, now: Moment) => string | null
    run: (server: Server, now: Moment) => void
  },
): Action {
  const { obstacle, run } = action
  return {
    ...action,
    group: 'server',
    obstacle: (now) => (now.server ? (obstacle?.(now.server, now) ?? null) : now.t('actions.why.noServer')),
    run: (now) => now.server && run(now.server, now),
  }
}

const shows = (server: Server, tab: DetailTab) =>
  ({ screen: 'servers', open: server.id, cursor: server.id, tab }) as const

const written = async ({ client }: Moment, server: Server) =>
  JSON.stringify(await client.registry.document({ server: server.name }), null, 2)

/** What can be done with the server that is opened, or where the keyboard is. */
export const serverActions: readonly Action[] = [
  onServer({
    id: 'connect',
    text: (t) => t('action.connect'),
    obstacle: ({ intent, name }, { t }) => (intent === 'on' ? t('actions.why.on', { name }) : null),
    run: (server, { client, view, attempt }) => {
      if (server.connection.state === 'needs-approval' || server.approval) view.set(shows(server, 'overview'))
      attempt(() => client.connections.connect({ server: server.name }))
    },
  }),
  onServer({
    id: 'disconnect',
    text: (t) => t('action.disconnect'),
    obstacle: ({ intent, name }, { t }) => (intent === 'off' ? t('actions.why.off', { name }) : null),
    run: ({ name }, { client, attempt }) => attempt(() => client.connections.disconnect({ server: name })),
  }),
  onServer({
    id: 'check',
    text: (t) => t('action.check'),
    keys: ['r'],
    obstacle: ({ intent, name, connection }, { t }) =>
      intent === 'on' && connection.state !== 'needs-approval' ? null : t('actions.why.unchecked', { name }),
    run: ({ name }, { client, attempt }) => attempt(() => client.health.check({ server: name })),
  }),
  onServer({
    id: 'edit',
    text: (t) => t('action.edit'),
    keys: ['e'],
    run: ({ id }, { view }) => view.set({ overlay: { kind: 'edit', serverId: id } }),
  }),
  onServer({
    id: 'copy-json',
    text: (t) => t('action.copyJson'),
    run: (server, now) =>
      now.attempt(
        async () => navigator.clipboard.writeText(await written(now, server)),
        now.t('server.copied'),
      ),
  }),
  onServer({
    id: 'export',
    text: (t) => t('action.export'),
    run: (server, now) =>
      now.attempt(async () =>
        saveFile(`${server.name}.json`, `{\n  "servers": [${await written(now, server)}]\n}\n`),
      ),
  }),
  onServer({
    id: 'remove',
    text: (t) => t('action.remove'),
    run: (server, { remove }) => remove(server),
  }),
  ...detailTabs.map((tab) =>
    onServer({
      id: `tab-${tab}`,
      text: (t) => t('actions.openTab', { tab: t(`detail.${tab}`) }),
      run: (server, { view }) => view.set(shows(server, tab)),
    }),
  ),
]
