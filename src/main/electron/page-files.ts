import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { contentSecurityPolicy } from '../../shared/csp'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy([]),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
}

/**
 * Answers requests to `app://<host>/…` from the files under `root`, and from nowhere else: an address that leads out
 * of it, names another host or a file of a kind no page of ours has is not found. Every answer carries the policy.
 */
export function pageFiles(root: string, host: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405)
    const { hostname, pathname } = new URL(url)
    if (hostname !== host) return refusal(404)
    const file = fileUnder(root, pathname)
    const type = file && contentTypes[extname(file)]
    if (!file || !type) return refusal(404)
    try {
      const body = await readFile(file)
      return new Response(new Uint8Array(body), { headers: { ...headers, 'Content-Type': type } })
    } catch (error) {
      if (isAbsent(error)) return refusal(404)
      throw error
    }
  }
}

/** Decodes once, so that `%2e%2e%2f` is seen for what it is and `%252e` stays a strange name. */
function fileUnder(root: string, pathname: string): string | undefined {
  const path = decoded(pathname)
  if (path === undefined || /[\0\\:]/u.test(path)) return undefined
  const relative = path.replace(/^\/+/u, '') || 'index.html'
  const file = resolve(root, relative)
  return file.startsWith(resolve(root) + sep) ? file : undefined
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG'
}

function refusal(status: number): Response {
  return new Response(null, { status, headers })
}
