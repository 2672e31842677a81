/** The preload's world: the sandbox's `require('electron')`, and the line to main. Main frame only, as in Electron. */
{
  const page = /** @type {any} */ (globalThis)
  if (page === page.top) startPreloadWorld(page)
}

/** @param {any} page */
function startPreloadWorld(page) {
  const bridge = openWorldBridge('preload', 'page')
  /** @type {Map<string, Function[]>} */
  const listeners = new Map()
  /** @type {{ name: string, size: number, path: string }[]} */
  const files = []

  /** @type {(message: object) => void} */
  const toMain = (message) => page.standInSend(JSON.stringify(message))

  /** @type {(name: string, members: object) => any} */
  const loud = (name, members) =>
    new Proxy(members, {
      get(target, key) {
        if (key in target) return Reflect.get(target, key)
        throw new Error(`The Electron stand-in has no ${name}.${String(key)}`)
      },
    })

  /** @type {(value: any) => void} */
  const mustBeText = (value) => {
    try {
      structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
    if (typeof value !== 'string') throw new Error('The Electron stand-in sends nothing but strings')
  }

  const electron = loud('electron', {
    contextBridge: loud('contextBridge', {
      exposeInMainWorld: (/** @type {string} */ key, /** @type {any} */ api) =>
        bridge.call('expose', [key, api]),
    }),
    ipcRenderer: loud('ipcRenderer', {
      send(/** @type {string} */ channel, /** @type {any[]} */ ...args) {
        args.forEach(mustBeText)
        toMain({ kind: 'send', channel, args })
      },
      on(/** @type {string} */ channel, /** @type {Function} */ listener) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      },
      off(/** @type {string} */ channel, /** @type {Function} */ listener) {
        listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((each) => each !== listener),
        )
      },
    }),
    webUtils: loud('webUtils', {
      getPathForFile(/** @type {any} */ file) {
        if (!(file instanceof page.File)) throw new TypeError('Failed to execute getPathForFile: not a File')
        return files.find(({ name, size }) => name === file.name && size === file.size)?.path ?? ''
      },
    }),
  })

  page.standIn = {
    files,
    deliver(/** @type {string} */ channel, /** @type {any[]} */ args) {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    },
  }
  bridge.offer('open', (/** @type {string} */ url) => toMain({ kind: 'open', url }))

  const require = (/** @type {string} */ name) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  try {
    const module = { exports: {} }
    page.standInPreload(require, module, module.exports)
  } catch (error) {
    toMain({ kind: 'preload-error', message: error instanceof Error ? error.message : String(error) })
  }
}
