import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'

/** The name of the world the preload runs in. */
export const preloadWorld = 'electron-preload'

/** The scripts every new document starts with: one for the page's world, one with the preload for its own. */
export function pageScripts(preload: string, onError: (error: Error) => void) {
  const bridge = text('world-bridge.js')
  const source = readFileSync(preload, 'utf8')
  const runnable = isCommonJs(source, preload, onError) ? source : ''
  return {
    mainWorld: `{${bridge}\n${text('main-world.js')}}`,
    // A function declared here is what the preload's own text becomes; its `require` is the sandbox's.
    isolatedWorld: `{globalThis.standInPreload = function (require, module, exports) {${runnable}\n}
${bridge}\n${text('preload-world.js')}}`,
  }
}

function text(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
}

/** An ES module as preload fails in a sandbox before its first line runs. */
function isCommonJs(source: string, file: string, onError: (error: Error) => void): boolean {
  try {
    new Script(`(function (require, module, exports) {${source}\n})`, { filename: file })
    return true
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)))
    return false
  }
}
