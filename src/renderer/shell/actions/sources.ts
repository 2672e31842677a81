import type { Source } from '../../../shared/contract/discovery'
import { intervalsFor } from '../../discovery/intervals'
import { removeSource } from '../../discovery/remove-source'
import { formatSpan } from '../../text/format'
import { saveFile } from '../../ui/save-file'
import type { Action } from './action'

/** What the menu of a source has, for the palette; told apart by the source's name. */
export function actionsOnSource(source: Source): readonly Action[] {
  const { id, name, type, state, intervalMs } = source
  const about = (
    deed: 'read' | 'pause' | 'resume' | 'rename' | 'export' | 'remove',
    run: Action['run'],
  ): Action => ({
    id: `${deed}-source:${id}`,
    group: 'list',
    text: (t) => t(`actions.source.${deed}`, { name: type === 'manual' ? t('source.manual') : name }),
    run,
  })
  const change =
    (body: { paused?: boolean; intervalMs?: number }): Action['run'] =>
    ({ client, attempt }) =>
      attempt(() => client.discovery.changeSource({ params: { id }, body }))
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
    ...intervalsFor(intervalMs).map(
      (ms): Action => ({
        id: `interval-source:${id}:${ms}`,
        group: 'list',
        text: (t) => t('actions.source.interval', { name, interval: formatSpan(ms) }),
        obstacle: ({ t }) => (ms === intervalMs ? t('actions.why.already') : null),
        run: change({ intervalMs: ms }),
      }),
    ),
    about('rename', ({ view }) => view.set({ screen: 'discovery', renaming: id })),
    save,
    { ...about('remove', ({ client, t }) => void removeSource({ client, t }, source)), danger: true },
  ]
}
