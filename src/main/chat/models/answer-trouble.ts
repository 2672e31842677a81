import type { ModelError } from '../../../shared/contract/models'
import { visibleLine } from '../../../shared/visible-text'
import { withoutKeys } from './keys'
import { describe } from './model-trouble'

type Code = ModelError['code']

/** Who was asked for what: the values of the sentences. */
export interface Place {
  /** As a person calls it. */
  readonly provider: string
  /** Empty where none was asked for. */
  readonly model: string
  readonly address: string
  /** Cut out of whatever is said. */
  readonly keys: readonly string[]
}

export interface Refusal {
  readonly status: number
  /** As sent; empty where nothing came. */
  readonly type: string
  readonly text: string
  readonly retryAfter?: string | null | undefined
}

/** Of what a provider says. */
const saidMax = 300

/**
 * What a refusal means, first match. Providers agree on little but the words: some say with 400 or 429 what others say
 * with 401 or 402, so the words come before the status.
 */
const meanings: readonly (readonly [Code | 'elsewhere', RegExp])[] = [
  ['elsewhere', /unsupported_country|(?:country|region|location)[^.]{0,40}not supported/iu],
  [
    'content-filter',
    /content[_ ]?filter|data_?inspection|sensitive_?content|responsible_?ai|inappropriate content|new_sensitive|"code":"?1301\b|内容安全|敏感|违规/iu,
  ],
  [
    'no-credit',
    /insufficient[_ ](?:user_)?(?:quota|balance|credits?|funds)|(?:credit )?balance is (?:too low|insufficient|not enough)|exceeded_current_quota|arrear|overdue|billing_hard_limit|余额不足|欠费/iu,
  ],
  [
    'too-long',
    /context[_ ](?:length|window|size)|maximum (?:context|prompt|input)|(?:prompt|input|request|context|messages?)\b[^.]{0,40}\btoo (?:long|large)|range of input length|token count[^.]{0,30}exceeds|prompt 超长|超长|超出最大长度/iu,
  ],
  [
    'key-refused',
    /(?:invalid|incorrect|wrong)[_ ]?(?:api|x-api)[-_ ]?key|api_?key_?(?:invalid|not valid)|api key not valid|invalid_?iam_token|authentication_?(?:error|fails)|身份验证失败|令牌(?:已过期|不正确)/iu,
  ],
  [
    'model-missing',
    /model_?not_?(?:found|open)|(?:model|endpoint)[^.]{0,120}(?:not[ _](?:exist|found|supported|available)|does not exist|不存在|notfound)|(?:no such|unknown|invalid) model|not_found_error[^}]{0,60}model|"code":"?(?:1211|20012)\b|模型不存在/iu,
  ],
  ['rate-limited', /rate[_ -]?limit|too many requests|overloaded|resource_exhausted|速率限制|请求过于频繁/iu],
]

const statuses: Readonly<Record<number, Code>> = {
  401: 'key-refused',
  402: 'no-credit',
  403: 'key-refused',
  413: 'too-long',
  429: 'rate-limited',
  529: 'rate-limited',
}

/** What a provider's refusal means, with its own words where they help. */
export function troubleOfAnswer(refusal: Refusal, place: Place): ModelError {
  const { status, text, retryAfter } = refusal
  const said = saidIn(refusal, place)
  const retryAfterS = Number.parseInt(retryAfter ?? '', 10)
  const detail = {
    provider: place.provider,
    model: place.model,
    address: place.address,
    status,
    said,
    ...(retryAfterS > 0 && { retryAfterS }),
  }
  if (isPage(refusal)) return describe(status >= 500 ? 'http-status' : 'not-a-model-server', detail)
  const meaning = meanings.find(([, words]) => words.test(text))?.[0]
  if (meaning === 'elsewhere') return describe('http-status', detail)
  const code = meaning ?? statuses[status]
  if (code === 'key-refused' && place.keys.length === 0) return describe('key-missing', detail)
  if (code) return describe(code, detail)
  if (status === 404 || status === 405) return describe('not-a-model-server', detail)
  if (status < 400) return describe('unusable-answer', { ...detail, reason: said })
  return describe('http-status', detail)
}

/** Whether nothing of a model server was met: another address may be the one that is meant. */
export function isElsewhere(refusal: Refusal): boolean {
  const { status, text } = refusal
  if (isPage(refusal)) return status < 500
  const saysModel = meanings.some(([code, words]) => code === 'model-missing' && words.test(text))
  return (status === 404 || status === 405) && !saysModel
}

/** Whether the next key may fare better. */
export function isOfKey({ code }: ModelError): boolean {
  return code === 'key-refused' || code === 'rate-limited' || code === 'no-credit'
}

/** A web page, where a model server was to be. */
function isPage({ type, text }: Refusal): boolean {
  return /^text\/html|^application\/xhtml/iu.test(type) || /^\s*<(?:!doctype|html|head)/iu.test(text)
}

/** The provider's own sentence, on one line. */
function saidIn(refusal: Refusal, { keys }: Place): string {
  const words = isPage(refusal)
    ? (/<title[^>]*>([^<]{0,200})/iu.exec(refusal.text)?.[1] ?? '')
    : (sentenceOf(json(refusal.text)) ?? refusal.text)
  const line = visibleLine(withoutKeys(words, keys).replaceAll(/\s+/gu, ' ').trim())
  return line.length > saidMax ? `${line.slice(0, saidMax)}…` : line || `HTTP ${refusal.status}`
}

/** Where providers put what they have to say: `error.message`, `error`, `message`, `msg`, `detail`, `base_resp.status_msg`. */
function sentenceOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return sentenceOf(value[0])
  if (typeof value !== 'object' || value === null) return undefined
  for (const name of ['error', 'message', 'msg', 'detail', 'base_resp', 'status_msg']) {
    const found = name in value ? sentenceOf(value[name as keyof typeof value]) : undefined
    if (found) return found
  }
  return undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
