import type { SourcePolicy } from '../../shared/contract/discovery'
import type { Pair } from '../registry/draft'

/** Kinds a person can add; the others come from plug-ins. */
export const draftTypes = ['file_watch', 'http_polling', 'multicast'] as const
type DraftType = (typeof draftTypes)[number]

/** The type servers announce themselves with on a local network. */
const usualService = '_mcp._tcp'

/** A source as somebody is filling it in. */
export interface SourceDraft {
  readonly type: DraftType
  readonly path: string
  readonly url: string
  readonly bearer: string
  readonly headers: readonly Pair[]
  readonly service: string
  readonly name: string
  /** Empty leaves it to the kind. */
  readonly intervalMs: string
  /** Empty leaves it to Rollcall: files and this computer connect, everything else asks. */
  readonly policy: SourcePolicy | ''
}

export const emptyDraft: SourceDraft = {
  type: 'file_watch',
  path: '',
  url: '',
  bearer: '',
  headers: [],
  service: usualService,
  name: '',
  intervalMs: '',
  policy: '',
}

/** Why the draft cannot be tried yet; null where it can. */
export function problemOf({
  type,
  path,
  url,
  service,
}: SourceDraft): 'required' | 'path' | 'url' | 'service' | null {
  const given = { file_watch: path, http_polling: url, multicast: service }[type].trim()
  if (given === '') return 'required'
  if (type === 'file_watch') return isFullPath(unquoted(given)) ? null : 'path'
  if (type === 'http_polling') return isAddress(given) ? null : 'url'
  return /^_[a-z0-9-]{1,15}\._(?:tcp|udp)$/iu.test(given) ? null : 'service'
}

/** The draft as the core takes it. */
export function inputOf(draft: SourceDraft) {
  const { type, name, intervalMs, policy } = draft
  return {
    type,
    ...placeOf(draft),
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(intervalMs !== '' && { intervalMs: Number(intervalMs) }),
    ...(policy !== '' && { policy }),
  }
}

function placeOf({ type, path, url, bearer, headers, service }: SourceDraft): Record<string, unknown> {
  if (type === 'file_watch') return { path: unquoted(path.trim()) }
  if (type === 'multicast') return { service: service.trim() }
  const named = headers.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), value])
  return {
    url: url.trim(),
    ...(bearer.trim() !== '' && { bearer: bearer.trim() }),
    ...(named.length > 0 && { headers: Object.fromEntries(named) }),
  }
}

/** File managers copy paths in quotes. */
export const unquoted = (path: string) => path.replace(/^(["'])(.*)\1$/u, '$2')

/** From the root, a drive, a share, or the person's own folder. */
export const isFullPath = (path: string) => /^(?:\/|~[\\/]|[a-z]:[\\/]|\\\\)/iu.test(path)

/** An address, or a host of one: a base address is enough for a registry. */
function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+/iu.test(text) && URL.canParse(text)
}
