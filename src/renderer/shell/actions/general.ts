import { saveFile } from '../../ui/save-file'
import type { Action, Moment } from './action'
import { pickFiles } from './pick-files'

const desktopOnly = ({ desktop, t }: Moment) => (desktop ? null : t('actions.why.desktop'))

/** Overlays, files, samples, and what the shell around the page does. */
export const generalActions: readonly Action[] = [
  {
    id: 'palette',
    group: 'general',
    text: (t) => t('palette.open'),
    keys: ['mod+k'],
    run: ({ view }) => view.set({ overlay: { kind: 'palette' } }),
  },
  {
    id: 'add',
    group: 'general',
    text: (t) => t('actions.add'),
    keys: ['n'],
    run: ({ view }) => view.set({ overlay: { kind: 'add' } }),
  },
  {
    id: 'import',
    group: 'general',
    text: (t) => t('actions.import'),
    keys: ['i'],
    run: ({ view }) => pickFiles(view),
  },
  {
    id: 'export-all',
    group: 'general',
    text: (t) => t('actions.exportAll'),
    obstacle: ({ servers, t }) => (servers.length > 0 ? null : t('actions.why.noServers')),
    run: ({ client, attempt }) =>
      attempt(async () => {
        const written = await client.discovery.export({})
        saveFile('servers_config.json', `${JSON.stringify(written, null, 2)}\n`)
      }),
  },
  {
    id: 'samples',
    group: 'general',
    text: (t) => t('action.samples'),
    obstacle: ({ samples, t }) => (samples?.running ? t('actions.why.samplesOn') : null),
    run: ({ client, attempt }) => attempt(() => client.discovery.startSamples()),
  },
  {
    id: 'samples-stop',
    group: 'general',
    text: (t) => t('actions.samplesStop'),
    danger: true,
    obstacle: ({ samples, t }) => (samples?.running ? null : t('actions.why.samplesOff')),
    run: ({ client, attempt }) => attempt(() => client.discovery.stopSamples()),
  },
  {
    id: 'shortcuts',
    group: 'general',
    text: (t) => t('shortcuts.title'),
    keys: ['?'],
    run: ({ view }) => view.set({ overlay: { kind: 'shortcuts' } }),
  },
  {
    id: 'licences',
    group: 'general',
    text: (t) => t('licences.title'),
    run: ({ view }) => view.set({ overlay: { kind: 'licences' } }),
  },
  {
    id: 'about',
    group: 'general',
    text: (t) => t('actions.about'),
    run: ({ view }) => view.set({ screen: 'settings', setting: 'version' }),
  },
  {
    id: 'open-data-folder',
    group: 'general',
    text: (t) => t('actions.openDataFolder'),
    calm: true,
    obstacle: desktopOnly,
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed: 'open-data-folder' })),
  },
  {
    id: 'show-log',
    group: 'general',
    text: (t) => t('actions.showLog'),
    calm: true,
    obstacle: desktopOnly,
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed: 'show-log' })),
  },
  {
    id: 'zoom-in',
    group: 'look',
    text: (t) => t('actions.zoomIn'),
    desktopKeys: ['mod+='],
    calm: true,
    obstacle: desktopOnly,
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed: 'zoom-in' })),
  },
  {
    id: 'zoom-out',
    group: 'look',
    text: (t) => t('actions.zoomOut'),
    desktopKeys: ['mod+-'],
    calm: true,
    obstacle: desktopOnly,
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed: 'zoom-out' })),
  },
  {
    id: 'zoom-reset',
    group: 'look',
    text: (t) => t('actions.zoomReset'),
    desktopKeys: ['mod+0'],
    calm: true,
    obstacle: desktopOnly,
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed: 'zoom-reset' })),
  },
  {
    id: 'full-screen',
    group: 'look',
    text: (t) => t('actions.fullScreen'),
    calm: true,
    run: ({ client, desktop, attempt }) =>
      attempt(() => (desktop ? client.rollcall.perform({ deed: 'full-screen' }) : toggleFullScreen())),
  },
]

function toggleFullScreen(): Promise<void> {
  return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
}
