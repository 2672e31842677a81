import { fileURLToPath } from 'node:url'

/** The root of the project, where `package.json` and the built `out/` lie. */
export const projectDir = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/u, '')
