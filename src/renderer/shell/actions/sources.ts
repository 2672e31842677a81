import { type Source, type SourcePatch, sourcePolicies } from '../../../shared/contract/discovery'
import { intervalsFor } from '../../discovery/intervals'
import { removeSource } from '../../discovery/remove-source'
import { formatSpan } from '../../text/format'
import { saveFile } from '../../ui/save-file'
import type { Action, Moment } from './action'

type Deed =
  | 'read'
  | 'pause'
  | 'resume'
  | 'test'
  | 'trust'
  | 'distrust'
  | 'earlier'
  | 'later'
  | 'rename'
  | 'export'
  | 'remove'

/** What the menu of a source has, for the palette; told apart by the source's name. */
export function actionsOnSource(source: Source): readonly Action[] {
  const { id, name, type, state, intervalMs, trusted } = source
  const about = (deed: Deed, run: Action['run']): Action => ({
    id: `${deed}-source:${id}`,
    group: 'list',
    text: (t) => t(`actions.source.${deed}`, { name: type === 'manual' ? t('source.manual') : name }),
    run,
  })
  const change =
    (body: SourcePatch): Action['run'] =>
    ({ client, attempt }) =>
      attempt(() => client.discovery.changeSource({ params: { id }, body }))
  const move = (deed: 'earlier' | 'later', by: -1 | 1): Action => ({
    ...about(deed, (moment) => change({ order: placeIn(moment) + by })(moment)),
    obstacle: (moment) => {
      const to = placeIn(moment) + by
      return to >= 0 && to < inOrder(moment).length ? null : moment.t('actions.why.already')
    },
  })
  const placeIn = (moment: Moment) => inOrder(moment).findIndex((each) => each.id === id)
  const save = about('export', ({ client, attempt }) =>
    attempt(async () =>
      saveFile(`${name}.json`, `${JSON.stringify(await client.discovery.export({ source: id }), null, 2)}\n`),
    ),
  )
  if (type === 'manual') return [save]
  const isPaused = state === 'paused'
  return [
    about('read', ({ client, attempt }) => attempt(() => client.discovery.scan({ id }))),
    about(isPaused ? 'resume' : 'pause', change({ paused: !isPaused })),
    about('test', ({ view }) => view.set({ screen: 'discovery', testing: id })),
    ...intervalsFor(intervalMs).map(
      (ms): Action => ({
        id: `interval-source:${id}:${ms}`,
        group: 'list',
        text: (t) => t('actions.source.interval', { name, interval: formatSpan(ms) }),
        obstacle: ({ t }) => (ms === intervalMs ? t('actions.why.already') : null),
        run: change({ intervalMs: ms }),
      }),
    ),
    ...sourcePolicies.map(
      (policy): Action => ({
        id: `policy-source:${id}:${policy}`,
        group: 'list',
        text: (t) => t('actions.source.policy', { name, policy: t(`sourcePolicy.${policy}`) }),
        obstacle: ({ t }) => (policy === source.policy ? t('actions.why.already') : null),
        run: change({ policy }),
      }),
    ),
    about(trusted ? 'distrust' : 'trust', change({ trusted: !trusted })),
    move('earlier', -1),
    move('later', 1),
    about('rename', ({ view }) => view.set({ screen: 'discovery', renaming: id })),
    save,
    { ...about('remove', ({ client, t }) => void removeSource({ client, t }, source)), danger: true },
  ]
}

/** Those a person can put in order. */
const inOrder = ({ sources }: Moment) => sources.filter(({ type }) => type !== 'manual')
