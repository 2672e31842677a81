import {
  Client,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  LATEST_PROTOCOL_VERSION,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type Transport,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client'
import { answerRoots, type Compatibility, capabilitiesOf } from './compatibility'
import { causes } from './errors'

export type Era = 'legacy' | 'modern'

/** The revision that begins the modern era. */
const modernVersion = '2026-07-28'

/** The newest revision spoken in each era. */
export const protocols: Readonly<Record<Era, string>> = {
  legacy: LATEST_PROTOCOL_VERSION,
  modern: modernVersion,
}

/** A server that does not know `server/discover` should say so within this. */
const probeMs = 3_000
/** Pages of one list. */
const pagesMax = 64

/** A client that speaks, over a transport of its own. */
export interface Spoken<T extends Transport> {
  readonly client: Client
  readonly transport: T
  readonly era: Era
}

export interface Terms {
  readonly version: string
  readonly compatibility: Compatibility
  /** The server spoke legacy not long ago: ask it that way first. */
  readonly knownLegacy: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Finds the era a server speaks and opens a client in it: modern first, then legacy, each over a fresh transport,
 * because servers of the legacy era may end or jam on anything that comes before `initialize`. A modern stdio server
 * is thus started once, a legacy one twice until it is known. Sign-in, network and server errors say nothing of
 * the era and are thrown as they are; so is an abort's reason. Whatever is thrown, no transport is left open.
 */
export async function negotiate<T extends Transport>(make: () => T, terms: Terms): Promise<Spoken<T>> {
  if (!terms.knownLegacy) {
    const modern = await speak(make, 'modern', probeMs, terms).catch((error: unknown) => {
      if (terms.signal.aborted || !isLegacyEvidence(error)) throw error
    })
    if (modern) return modern
  }
  try {
    return await speak(make, 'legacy', terms.timeoutMs, terms)
  } catch (error) {
    if (terms.signal.aborted || !wantsModern(error)) throw error
    return speak(make, 'modern', terms.timeoutMs, terms)
  }
}

async function speak<T extends Transport>(
  make: () => T,
  era: Era,
  timeoutMs: number,
  { version, compatibility, signal }: Terms,
): Promise<Spoken<T>> {
  signal.throwIfAborted()
  const transport = make()
  const client = new Client(
    { name: 'rollcall', version },
    {
      capabilities: capabilitiesOf(compatibility),
      versionNegotiation: {
        mode: era === 'modern' ? { pin: modernVersion } : 'legacy',
        probe: { timeoutMs, maxRetries: 0 },
      },
      listMaxPages: pagesMax,
      jsonSchemaValidator: acceptsEverything,
    },
  )
  answerRoots(client, compatibility)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([client.connect(transport, { timeout: timeoutMs, signal }), aborted])
    return { client, transport, era }
  } catch (error) {
    // The SDK closes most of what it fails to open, but not a transport that hangs in `start`.
    await transport.close()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** What the SDK says of a server that gave no sign of the modern era, or named only versions before it. */
function isLegacyEvidence(error: unknown): boolean {
  if (error instanceof UnsupportedProtocolVersionError)
    return error.supported.some((version) => version < modernVersion)
  if (error instanceof SdkHttpError || !(error instanceof SdkError)) return false
  if (error.code === SdkErrorCode.RequestTimeout) return true
  return error.code === SdkErrorCode.EraNegotiationFailed && error.cause === undefined
}

/** A legacy handshake refused with the news that only newer versions are spoken. */
function wantsModern(thrown: unknown): boolean {
  return causes(thrown).some((error) => {
    if (error instanceof UnsupportedProtocolVersionError) return error.supported.includes(modernVersion)
    return error instanceof SdkHttpError && namesModern(error.data.text)
  })
}

function namesModern(body: unknown): boolean {
  return typeof body === 'string' && body.includes('-32022') && body.includes(modernVersion)
}

/**
 * Compiling a stranger's schema can block this process for as long as the stranger likes, so the client never does:
 * results are passed on as data.
 */
const acceptsEverything: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined })
  },
}
