import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, net, powerMonitor, safeStorage } from 'electron'
import type { Appearance } from '../../shared/contract/rollcall'
import { type Cipher, type Desktop, type Host, type Log, systemClock } from '../host'
import { networkHere } from '../network'
import type { Notifier } from './notifier'
import { UtilityTask } from './utility-task'

/** The host inside Electron. Call it once the app is ready: the keyring answers only then. */
export async function desktopHost(parts: {
  dataDir: string
  log: Log
  appear: (appearance: Appearance) => void
  notifier: Notifier
  desktop: Desktop
  openExternal: Host['openExternal']
}): Promise<Host> {
  const { dataDir, log, appear, notifier, desktop, openExternal } = parts
  return {
    kind: 'desktop',
    version: app.getVersion(),
    dataDir,
    resourcesDir: join(app.getAppPath(), 'resources'),
    machine: { platform: process.platform, home: homedir(), env: process.env },
    clock: systemClock,
    log,
    cipher: await keyring(),
    // Addresses stay where a container or a virtual machine has its own network; Chromium knows better then.
    network: () => (net.isOnline() ? networkHere() : ''),
    onWake: (listener) => {
      powerMonitor.on('resume', listener)
      return () => powerMonitor.off('resume', listener)
    },
    notify: (notice, onChosen) => notifier.notify(notice, onChosen),
    appear,
    desktop,
    openExternal,
    clientMetadataUrl: process.env.ROLLCALL_CLIENT_METADATA_URL,
    fork: (script, args) => new UtilityTask(script, args, log),
  }
}

async function keyring(): Promise<Cipher> {
  return {
    trustworthy: (await safeStorage.isAsyncEncryptionAvailable()) && !keyIsInTheOpen(),
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
  }
}

/** On Linux without a keyring Chromium "encrypts" with a key everybody knows. */
function keyIsInTheOpen(): boolean {
  return (
    process.platform === 'linux' &&
    ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  )
}
