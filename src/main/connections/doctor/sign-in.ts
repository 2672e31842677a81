import type { Answer } from './answers'
import { type Examined, within } from './examined'

const path = '/.well-known/oauth-protected-resource'

/**
 * Where a server that refused says how to sign in (OAuth, RFC 9728): in its answer, else at the customary places of its
 * own origin. Only looked whether it is there; no credentials go along and nothing is read.
 */
export async function signInMetadata(examined: Examined, answer: Answer): Promise<string | undefined> {
  const told = /\bresource_metadata="?([^",\s]+)/iu.exec(answer.challenge ?? '')?.[1]
  if (told !== undefined) return told
  const { origin, pathname } = new URL(answer.url)
  for (const url of new Set([`${origin}${path}${pathname.replace(/\/$/u, '')}`, `${origin}${path}`]))
    if (await isThere(examined, url)) return url
  return undefined
}

async function isThere(examined: Examined, url: string): Promise<boolean> {
  const asked = within(examined, async (signal) => {
    const response = await fetch(url, { redirect: 'error', signal })
    await response.body?.cancel()
    return response.ok && /^application\/json/iu.test(response.headers.get('content-type') ?? '')
  })
  return asked.catch(() => false)
}
