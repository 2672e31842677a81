import type { Server } from '../../../shared/contract/registry'
import { passesState } from '../../registry/filter'
import { isKnown } from '../saved-views'
import { noFilters, type StateFilter, type View } from '../view'
import type { Action, Moment } from './action'

const states: readonly StateFilter[] = ['all', 'connected', 'attention', 'off']
const orders = [
  ['name', 'ascending'],
  ['priority', 'descending'],
  ['trouble', 'descending'],
  ['latency', 'descending'],
] as const

const attention = ({ servers }: Moment) => servers.filter((server) => passesState(server, 'attention'))
const connected = ({ servers }: Moment) => servers.filter((server) => server.connection.state === 'connected')

export function onSelection(
  id: string,
  text: Action['text'],
  run: (servers: readonly Server[], moment: Moment) => Promise<unknown>,
): Action {
  return {
    id,
    group: 'selection',
    text,
    obstacle: ({ selected, t }) => (selected.length > 0 ? null : t('actions.why.noSelection')),
    run: (moment) => void run(moment.selected, moment),
  }
}

/** Once the palette has given the focus back, or it would take it from the field. */
function openPopover(view: View, popover: View['popover']): void {
  view.set({ screen: 'servers' })
  setTimeout(() => view.set({ popover }))
}

/** What is about many servers at once, the sources, and what the list shows of them. */
export const listActions: readonly Action[] = [
  {
    id: 'check-all',
    group: 'list',
    text: (t) => t('actions.checkAll'),
    obstacle: (moment) => (connected(moment).length > 0 ? null : moment.t('actions.why.noneConnected')),
    run: (moment) =>
      void moment.forEach(connected(moment), ({ name }) => moment.client.health.check({ server: name })),
  },
  {
    id: 'retry-attention',
    group: 'list',
    text: (t) => t('actions.retryAttention'),
    obstacle: (moment) => (attention(moment).length > 0 ? null : moment.t('actions.why.noTrouble')),
    run: (moment) =>
      void moment.forEach(attention(moment), ({ name }) =>
        moment.client.connections.connect({ server: name }),
      ),
  },
  {
    id: 'add-source',
    group: 'list',
    text: (t) => t('sourceDialog.open'),
    run: ({ view }) => view.set({ screen: 'discovery', overlay: { kind: 'source' } }),
  },
  {
    id: 'read-sources',
    group: 'list',
    text: (t) => t('actions.readSources'),
    obstacle: ({ sources, t }) =>
      sources.some(({ type }) => type !== 'manual') ? null : t('actions.why.noSources'),
    run: ({ client, sources, attempt }) =>
      attempt(() =>
        Promise.all(
          sources.filter(({ type }) => type !== 'manual').map(({ id }) => client.discovery.scan({ id })),
        ),
      ),
  },
  ...states.map(
    (state): Action => ({
      id: `show-${state}`,
      group: 'list',
      text: (t) => t('actions.showState', { state: t(`filter.${state}`) }),
      run: ({ view }) => view.filter({ state }),
    }),
  ),
  {
    id: 'clear-filters',
    group: 'list',
    text: (t) => t('filter.clear'),
    run: ({ view }) => view.filter(noFilters),
  },
  ...orders.map(
    ([by, direction]): Action => ({
      id: `order-${by}`,
      group: 'list',
      text: (t) => t(`sort.${by}`),
      run: ({ view }) => view.set({ screen: 'servers', sort: { by, direction } }),
    }),
  ),
  {
    id: 'save-view',
    group: 'list',
    text: (t) => t('actions.saveView'),
    obstacle: ({ view, t }) => (isKnown(view) ? t('actions.why.viewKnown') : null),
    run: ({ view }) => openPopover(view, 'save-view'),
  },
  {
    id: 'select-all',
    group: 'list',
    text: (t) => t('actions.selectAll'),
    obstacle: ({ shown, t }) => (shown().length > 0 ? null : t('actions.why.noServers')),
    run: ({ view, shown }) =>
      view.set({ screen: 'servers', selection: new Set(shown().map(({ id }) => id)) }),
  },
  onSelection(
    'selection-connect',
    (t) => t('actions.selection.connect'),
    (servers, { client, forEach }) =>
      forEach(servers, ({ name }) => client.connections.connect({ server: name })),
  ),
  onSelection(
    'selection-disconnect',
    (t) => t('actions.selection.disconnect'),
    (servers, { client, forEach }) =>
      forEach(servers, ({ name }) => client.connections.disconnect({ server: name })),
  ),
  onSelection(
    'selection-check',
    (t) => t('actions.selection.check'),
    (servers, { client, forEach }) => forEach(servers, ({ name }) => client.health.check({ server: name })),
  ),
  onSelection(
    'selection-tags',
    (t) => t('actions.selection.tags'),
    async (_servers, { view }) => openPopover(view, 'selection-tags'),
  ),
  onSelection(
    'selection-equal',
    (t) => t('equal.selection'),
    async (_servers, { view }) => openPopover(view, 'selection-equal'),
  ),
  onSelection(
    'selection-use-in',
    (t) => t('useIn.selection'),
    async (servers, { view }) =>
      view.set({ overlay: { kind: 'use-in', servers: servers.map(({ name }) => name) } }),
  ),
  {
    ...onSelection(
      'selection-remove',
      (t) => t('actions.selection.remove'),
      (servers, { removeAll }) => removeAll(servers),
    ),
    danger: true,
  },
  onSelection(
    'selection-end',
    (t) => t('select.none'),
    async (_servers, { view }) => view.set({ selection: new Set() }),
  ),
]
