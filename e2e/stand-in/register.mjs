import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Makes `electron` lead to the stand-in, and lets the stand-in's own files name each other without an ending. */
const here = new URL('.', import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron') return { url: `${here}electron.ts`, shortCircuit: true }
    const ours = context.parentURL?.startsWith(here) && specifier.startsWith('.')
    const typed = ours ? new URL(`${specifier}.ts`, context.parentURL) : undefined
    if (typed && existsSync(fileURLToPath(typed))) return { url: typed.href, shortCircuit: true }
    return nextResolve(specifier, context)
  },
})
