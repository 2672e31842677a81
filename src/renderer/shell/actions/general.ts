import { exportFormats } from '../../../shared/contract/import'
import type { Deed } from '../../../shared/contract/rollcall'
import { saveExport } from '../../discovery/save-export'
import { saveFile } from '../../ui/save-file'
import type { Action } from './action'
import { importFiles } from './pick-files'

/** What the desktop does, and a browser has keys and menus of its own for. */
function ofShell(deed: Deed, text: Action['text'], desktopKeys: readonly string[] = []): Action {
  return {
    id: deed,
    group: 'look',
    text,
    desktopKeys,
    calm: true,
    obstacle: ({ desktop, t }) => (desktop ? null : t('actions.why.desktop')),
    run: ({ client, attempt }) => attempt(() => client.rollcall.perform({ deed })),
  }
}

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
    run: ({ view }) => importFiles(view),
  },
  {
    id: 'paste',
    group: 'general',
    text: (t) => t('actions.paste'),
    run: ({ view }) => view.set({ overlay: { kind: 'paste' } }),
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
  ...exportFormats
    .filter((format) => format !== 'original')
    .map(
      (format): Action => ({
        id: `export-as:${format}`,
        group: 'general',
        text: (t) => t('actions.exportAs', { format: t(`export.format.${format}`) }),
        obstacle: ({ servers, t }) => (servers.length > 0 ? null : t('actions.why.noServers')),
        run: ({ client, attempt, t }) => attempt(() => saveExport({ client, t }, format)),
      }),
    ),
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
  ofShell('open-data-folder', (t) => t('actions.openDataFolder')),
  ofShell('show-log', (t) => t('actions.showLog')),
  ofShell('zoom-in', (t) => t('actions.zoomIn'), ['mod+=']),
  ofShell('zoom-out', (t) => t('actions.zoomOut'), ['mod+-']),
  ofShell('zoom-reset', (t) => t('actions.zoomReset'), ['mod+0']),
  ofShell('minimize', (t) => t('actions.minimize')),
  ofShell('close-window', (t) => t('actions.closeWindow')),
  { ...ofShell('quit', (t) => t('actions.quit')), danger: true },
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
