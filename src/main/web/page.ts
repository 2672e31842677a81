import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { contentSecurityPolicy } from '../../shared/csp'

/**
 * The window's files. Only paths that were there when this began exist, so no spelling of `..` leads anywhere else.
 * The page is served to anybody who asks: it holds no token and no data, and reads its token from the address's fragment.
 */
export function servePage(app: Hono, directory: string): void {
  const files = filesIn(directory)
  app.get('*', async (context) => {
    const path = context.req.path === '/' ? '/index.html' : context.req.path
    const file = files.get(path)
    if (file === undefined) return context.notFound()
    // Whoever came this far named one of our own hosts.
    const policy = contentSecurityPolicy([`ws://${context.req.header('host')}`])
    return context.body(await readFile(file), 200, {
      'content-type': getMimeType(file) ?? 'application/octet-stream',
      // The bundler puts a hash of the content into the name of everything below /assets.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
}

function filesIn(directory: string): ReadonlyMap<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(directory.length).replaceAll(sep, '/'), file]),
  )
}
