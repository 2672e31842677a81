import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client'
import { expect, test } from 'vitest'
import { connectionErrorCodes } from '../../shared/contract/connections'
import en from '../../shared/text/en.json'
import { ConnectionFailure, connectionErrorOf, isForeign, describe as told } from './errors'

const target = { address: 'http://host.test:8001/mcp', timeoutMs: 30_000 }

function system(code: string, syscall = 'connect') {
  return Object.assign(new Error(code), { code, syscall })
}

const fetchFailed = (cause: Error) => new TypeError('fetch failed', { cause })
const negotiation = (cause: Error) =>
  new SdkError(SdkErrorCode.EraNegotiationFailed, 'probe failed', { cause }, { cause })
const http = (status: number) => new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'no', { status })

test.each([
  ['a refused port', fetchFailed(system('ECONNREFUSED')), 'refused', { address: target.address }],
  [
    'both addresses of a name refused',
    fetchFailed(new AggregateError([system('ECONNREFUSED'), system('ECONNREFUSED')])),
    'refused',
    {},
  ],
  ['a cause inside a negotiation', negotiation(fetchFailed(system('ECONNREFUSED'))), 'refused', {}],
  ['an unknown name', fetchFailed(system('ENOTFOUND')), 'host-not-found', { host: 'host.test' }],
  ['no way there', fetchFailed(system('EHOSTUNREACH')), 'unreachable', {}],
  ['a port nobody may use', fetchFailed(new Error('bad port')), 'unreachable', {}],
  ['a certificate nobody knows', fetchFailed(system('DEPTH_ZERO_SELF_SIGNED_CERT')), 'tls', {}],
  ['a cut connection', fetchFailed(system('ECONNRESET')), 'closed', {}],
  [
    'a request that took too long',
    new SdkError(SdkErrorCode.RequestTimeout, 'late'),
    'timeout',
    { seconds: 30 },
  ],
  ['HTTP 401', http(401), 'auth-required', { status: 401 }],
  ['HTTP 403', http(403), 'auth-required', { status: 403 }],
  ['HTTP 502', http(502), 'http-status', { status: 502 }],
  ['a page', new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, 'text/html'), 'not-mcp', {}],
  ['broken JSON', new SyntaxError('Unexpected token'), 'not-mcp', {}],
  [
    'a version from another time',
    new UnsupportedProtocolVersionError({ supported: ['2031-01-01'], requested: '2026-07-28' }),
    'era-unsupported',
    { versions: '2031-01-01' },
  ],
  ['a missing command', system('ENOENT', 'spawn x'), 'command-missing', { command: target.address }],
  ['a file that is no program', system('EACCES', 'spawn x'), 'command-not-executable', {}],
  ['a protocol error', new ProtocolError(-32603, 'oops'), 'protocol', { reason: 'oops', rpcCode: -32603 }],
  ['something else', 'a string', 'protocol', { reason: 'a string' }],
  [
    'a failure that knows its cause',
    new ConnectionFailure('closed', { address: 'x' }),
    'closed',
    { address: 'x' },
  ],
])('%s', (_, thrown, code, detail) => {
  const error = connectionErrorOf(thrown, target)
  expect(error).toMatchObject({ code, detail })
  expect(error.message).not.toMatch(/\{\{|\?/u)
})

test('every code has its English sentence, filled with its values', () => {
  for (const code of connectionErrorCodes) expect(en.connection[code], code).toBeTruthy()
  expect(told('process-exited', { exitCode: 3 }).message).toBe('The process ended with code 3.')
})

test.each([
  ['modern', 'protocol', { rpcCode: -32_601 }, true],
  ['legacy', 'protocol', { rpcCode: -32_601 }, false],
  ['legacy', 'protocol', { rpcCode: -32_022 }, true],
  ['modern', 'protocol', { rpcCode: -32_603 }, false],
  ['modern', 'http-status', { status: 400 }, true],
  ['modern', 'http-status', { status: 500 }, false],
  ['modern', 'auth-required', { status: 401 }, false],
] as const)(
  'for a %s server, %s with %o says that it speaks the other era now: %s',
  (era, code, detail, is) => {
    expect(isForeign(told(code, detail), era)).toBe(is)
  },
)
