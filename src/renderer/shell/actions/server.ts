import type { Server } from '../../../shared/contract/registry'
import { askForServer } from '../../activity/event-query'
import { examine } from '../../connections/doctor/examinations'
import { isUsable } from '../../connections/usable'
import { canSignIn, openSignIn } from '../../registry/use-sign-in'
import { saveFile } from '../../ui/save-file'
import { type DetailTab, detailTabs } from '../view'
import type { Action, Moment } from './action'

/** An action on the server at hand; `obstacle` and `run` are asked only where there is one. */
export function onServer(
  action: Omit<Action, 'group' | 'obstacle' | 'run'> & {
    obstacle?: (server: Server, moment: Moment) => string | null
    run: (server: Server, moment: Moment) => void
  },
): Action {
  const { obstacle, run } = action
  return {
    ...action,
    group: 'server',
    obstacle: (moment) =>
      moment.server ? (obstacle?.(moment.server, moment) ?? null) : moment.t('actions.why.noServer'),
    run: (moment) => moment.server && run(moment.server, moment),
  }
}

const shows = (server: Server, tab: DetailTab) =>
  ({ screen: 'servers', open: server.id, cursor: server.id, tab }) as const

const written = async ({ client }: Moment, server: Server) =>
  JSON.stringify(await client.registry.document({ server: server.name }), null, 2)

/** What can be done with the server that is opened, or where the keyboard is. */
export const serverActions: readonly Action[] = [
  onServer({
    id: 'check',
    text: (t) => t('action.check'),
    keys: ['r'],
    obstacle: ({ intent, name, connection }, { t }) =>
      intent === 'on' && connection.state !== 'needs-approval' ? null : t('actions.why.unchecked', { name }),
    run: ({ name }, { client, attempt }) => attempt(() => client.health.check({ server: name })),
  }),
  onServer({
    id: 'doctor',
    text: (t) => t('doctor.action'),
    run: (server, { client, view }) => {
      view.set(shows(server, 'doctor'))
      examine(client, server)
    },
  }),
  onServer({
    id: 'read-lists',
    text: (t) => t('lists.action'),
    obstacle: (server, { t }) => (isUsable(server) ? null : t('lists.notNow', { name: server.name })),
    run: ({ name }, { client, attempt, t }) =>
      attempt(() => client.connections.readLists({ server: name }), t('lists.done')),
  }),
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
    id: 'sign-in',
    text: (t) => t('remedy.signIn'),
    obstacle: (server, { t }) =>
      canSignIn(server) ? null : t('actions.why.noSignIn', { name: server.name }),
    run: (server, { client, view, attempt }) => {
      view.set(shows(server, 'overview'))
      attempt(async () => openSignIn(await client.signIn.begin({ server: server.name })))
    },
  }),
  onServer({
    id: 'sign-out',
    text: (t) => t('signIn.out'),
    obstacle: ({ signIn, name }, { t }) => (signIn?.account ? null : t('actions.why.notSignedIn', { name })),
    run: ({ name }, { client, attempt }) => attempt(() => client.signIn.out({ server: name })),
  }),
  onServer({
    id: 'unequal',
    text: (t) => t('equal.unmakeOne'),
    obstacle: ({ service, name }, { t }) => (service === undefined ? t('equal.whyNot', { name }) : null),
    run: ({ name }, { client, attempt }) =>
      attempt(() => client.registry.group({ server: name, service: null })),
  }),
  onServer({
    id: 'activity-of',
    text: (t) => t('events.ofServer'),
    run: ({ name }, { view }) => {
      askForServer(name)
      view.set({ screen: 'activity' })
    },
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
    run: (server, moment) =>
      moment.attempt(
        async () => navigator.clipboard.writeText(await written(moment, server)),
        moment.t('server.copied'),
      ),
  }),
  onServer({
    id: 'export',
    text: (t) => t('action.export'),
    run: (server, moment) =>
      moment.attempt(async () =>
        saveFile(`${server.name}.json`, `{\n  "servers": [${await written(moment, server)}]\n}\n`),
      ),
  }),
  onServer({
    id: 'use-in',
    text: (t) => t('useIn.action'),
    run: ({ name }, { view }) => view.set({ overlay: { kind: 'use-in', servers: [name] } }),
  }),
  onServer({
    id: 'announce',
    text: (t) => t('announcing.action'),
    obstacle: ({ command, name }, { t }) =>
      command === undefined ? null : t('actions.why.notUrl', { name }),
    run: ({ name }, { client, attempt, t }) =>
      attempt(
        () => client.advertising.share({ params: { server: name }, body: { shared: true } }),
        t('announcing.done', { name }),
      ),
  }),
  onServer({
    id: 'remove',
    danger: true,
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
