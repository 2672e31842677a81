import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Fault } from '../../../../shared/contract/fault'
import { reasonOf } from '../../../../shared/contract/reason'
import { HttpUrl, ServerName } from '../../../../shared/contract/registration'
import { literalOf, nearnessOf } from '../../../addresses'
import { blockedPorts } from '../../../blocked-ports'
import { referenceTo, refIn } from '../../../registry/secrets'
import type { Accepted } from '../../kind'

/** What is kept beside the address; the values are references to secrets. */
export const HttpOptions = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  /** Goes as `Authorization: Bearer …`. */
  bearer: z.string().optional(),
})
export type HttpOptions = z.infer<typeof HttpOptions>

/** What a header can carry: one byte each, none that controls. */
const headerText = /^[\t\u0020-\u007e\u00a0-\u00ff]*$/u
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What the request itself decides. */
const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
])

const HeaderValue = z
  .string()
  .min(1)
  .max(16_384)
  .refine((text) => headerText.test(text), 'has a character a header cannot carry')

const Given = z.object({
  url: HttpUrl.superRefine((text, context) => {
    const problem = askableProblem(text)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  }),
  headers: z
    .record(
      z
        .string()
        .max(256)
        .regex(headerName, 'is not a header name')
        .refine((name) => !ownHeaders.has(name.toLowerCase()), 'is a header Rollcall sets itself'),
      HeaderValue,
    )
    .nullish(),
  bearer: HeaderValue.nullish(),
  name: ServerName.nullish(),
})

/** The address and options of a source as a person or a file gave it. Throws Fault `invalid` with the field. */
export function acceptedHttp(given: Readonly<Record<string, unknown>>): Accepted<HttpOptions> {
  const parsed = Given.safeParse(given)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: reasonOf(issue),
    }))
    const [first] = issues
    throw new Fault('invalid', `${first?.path} ${first?.message}.`, { issues })
  }
  const { url, headers, bearer, name } = parsed.data
  const address = placeOfUrl(url)
  const secrets: Record<string, string> = {}
  const kept = (value: string): string => {
    if (refIn(value) !== undefined) return value
    const reference = referenceTo(randomBytes(17).toString('base64url').slice(0, 22))
    secrets[reference] = value
    return reference
  }
  const options: HttpOptions = {
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([header, value]) => [header, kept(value)]),
    ),
    ...(bearer != null && { bearer: kept(bearer.replace(/^Bearer\s+/iu, '')) }),
  }
  return { address, name: name ?? new URL(address).host.slice(0, 128), options, secrets }
}

/** Two ways to write one address are one place: what stands after `#` is not sent. */
export function placeOfUrl(text: string): string {
  const url = new URL(text)
  url.hash = ''
  return url.href
}

function askableProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const literal = literalOf(url)
  if (literal !== undefined && nearnessOf(literal) === 'barred')
    return 'is a link-local or reserved address, which Rollcall does not ask'
  return blockedPorts.has(Number(url.port)) ? 'has a port that belongs to another protocol' : undefined
}
