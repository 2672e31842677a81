import { z } from 'zod'

/*
 * A registration as the original format writes it: snake_case, on disk, in exports and on every door.
 * Field names and defaults follow `discovered_servers.json` and `servers_config.json`; `timeout` is in seconds there.
 */

/** Longest name, in UTF-16 units. */
const nameMax = 128
const urlMax = 4_096
const descriptionMax = 10_000
const tagMax = 64
const tagsMax = 100
const argMax = 32_768
const argsMax = 1_000
const commandMax = 4_096
const headerValueMax = 16_384

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, line breaks and tabs allowed.
const controlButBreaks = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const envName = /^[A-Za-z_][A-Za-z0-9_.()-]*$/

/** IPv4, the same inside IPv6, IPv6, and the names and other addresses of metadata services; as a URL spells them. */
const linkLocal =
  /^(?:169\.254\.\d+\.\d+|\[(?:::ffff:a9fe:.*|fe[89ab].:.*)|100\.100\.100\.200|\[::ffff:6464:64c8\]|\[fd00:ec2::254\]|metadata(?:\.google\.internal)?\.?)$/u

const noControl = (text: string) => !control.test(text)

const properName = () =>
  z
    .string()
    .min(1)
    .max(nameMax)
    .refine(noControl, 'has a control character')
    .refine((text) => text.trim() === text && text.trim() !== '', 'starts or ends with a space')
    .refine((text) => text.isWellFormed(), 'has half of a surrogate pair')

export const ServerName = properName()

/** What equal servers are called together. */
export const ServiceName = properName()

/**
 * An http or https address. Judged by what it parses to, never by its text: `http://0x7f.1/` is 127.0.0.1.
 * Refused: other schemes, user:password@, the wildcard address, link-local addresses and those where clouds keep their
 * machines' credentials, white space inside, over `urlMax` characters.
 */
export const HttpUrl = z
  .string()
  .min(1)
  .max(urlMax)
  .superRefine((text, context) => {
    const problem = urlProblem(text)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

function urlProblem(text: string): string | undefined {
  if (/[\s\\]/u.test(text) || control.test(text)) return 'has white space, a backslash or a control character'
  if (!/^https?:\/\/[^/]/iu.test(text)) return 'does not start with http:// or https:// and a host'
  if (!URL.canParse(text)) return 'is not a valid URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return 'carries a user name or password; use headers instead'
  if (url.port === '0') return 'has port 0'
  if (['0.0.0.0', '[::]', '[::ffff:0:0]', ''].includes(url.hostname))
    return 'names the wildcard address, which nothing can be reached at'
  if (linkLocal.test(url.hostname)) return 'names a link-local or metadata address, which is never a server'
  return undefined
}

const Command = z
  .string()
  .min(1)
  .max(commandMax)
  .refine(noControl, 'has a control character')
  .refine((text) => !/^[\\/]{2}/u.test(text), 'is a network (UNC) path')

const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0'), 'has a NUL character')

const fields = {
  name: ServerName,
  url: HttpUrl.optional(),
  /** `stdio`, `http` (streamable, falling back to SSE) or `sse`; without it the address decides. */
  type: z.enum(['stdio', 'http', 'streamable-http', 'streamableHttp', 'streamable_http', 'sse']).optional(),
  command: Command.optional(),
  args: z.array(Text(argMax)).max(argsMax).optional(),
  env: z.record(z.string().regex(envName, 'is not a variable name'), Text(argMax)).optional(),
  cwd: Text(commandMax).optional(),
  description: z
    .string()
    .max(descriptionMax)
    .refine((text) => !controlButBreaks.test(text), 'has a control character')
    .optional(),
  tags: z
    .array(z.string().min(1).max(tagMax).refine(noControl, 'has a control character'))
    .max(tagsMax)
    .optional(),
  /** Higher wins. */
  priority: z.int().min(-1_000_000).max(1_000_000).optional(),
  auto_connect: z.boolean().optional(),
  health_check_url: HttpUrl.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  enabled: z.boolean().optional(),
  /** Kept for the original's sake; Rollcall never stops trying, see `docs/decisions`. */
  retry_count: z.int().min(0).max(1_000_000).optional(),
  /** Seconds to connect, 0.1 to 600. */
  timeout: z.number().min(0.1).max(600).optional(),
  headers: z
    .record(
      z.string().regex(headerName, 'is not a header name'),
      z.string().max(headerValueMax).refine(noControl, 'has a control character'),
    )
    .optional(),
}

type Draft = { url?: string | undefined; command?: string | undefined; type?: string | undefined }

function checkTarget(draft: Draft, context: z.RefinementCtx): void {
  const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (draft.url !== undefined && draft.command !== undefined)
    issue('command', 'stands beside url; give one of the two')
  else if (draft.url === undefined && draft.command === undefined)
    issue('url', 'is missing; give url or command')
  else if (draft.type === 'stdio' && draft.command === undefined)
    issue('type', 'is stdio but there is no command')
  else if (draft.type !== undefined && draft.type !== 'stdio' && draft.url === undefined)
    issue('type', 'needs a url')
}

/** One entry of the original format. Fields it does not know are kept as they are. */
export const RegistrationDocument = z.looseObject(fields).superRefine(checkTarget)
export type RegistrationDocument = z.infer<typeof RegistrationDocument>

/** Changes to a registration: a field given replaces, `null` takes it away, one not given stays. */
export const RegistrationPatch = z.record(z.string().max(128), z.unknown())

/** A registration as the core uses it: camelCase, defaults filled in. */
export interface Registration {
  readonly name: string
  readonly url?: string
  readonly transport: 'http' | 'sse' | 'stdio'
  readonly command?: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly description: string
  readonly tags: readonly string[]
  readonly priority: number
  readonly autoConnect: boolean
  readonly healthCheckUrl?: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly enabled: boolean
  /** Connect timeout; without it the setting decides. */
  readonly timeoutMs?: number
  readonly headers: Readonly<Record<string, string>>
}

/** Reads a checked document into the core's form. */
export function toRegistration(document: RegistrationDocument): Registration {
  return {
    name: document.name,
    ...(document.url !== undefined && { url: document.url }),
    transport: transportOf(document),
    ...(document.command !== undefined && { command: document.command }),
    args: document.args ?? [],
    env: document.env ?? {},
    ...(document.cwd !== undefined && { cwd: document.cwd }),
    description: document.description ?? '',
    tags: [...new Set(document.tags ?? [])],
    priority: document.priority ?? 0,
    autoConnect: document.auto_connect ?? true,
    ...(document.health_check_url != null && { healthCheckUrl: document.health_check_url }),
    metadata: document.metadata ?? {},
    enabled: document.enabled ?? true,
    ...(document.timeout !== undefined && { timeoutMs: Math.round(document.timeout * 1_000) }),
    headers: document.headers ?? {},
  }
}

function transportOf(document: RegistrationDocument): Registration['transport'] {
  if (document.command !== undefined) return 'stdio'
  if (document.type === 'sse') return 'sse'
  if (document.type !== undefined) return 'http'
  return new URL(document.url ?? '').pathname.endsWith('/sse') ? 'sse' : 'http'
}
