import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { causes, connectionErrorOf } from '../errors'
import { certificateSound } from './certificate'
import { type Examined, within } from './examined'
import { hostOf } from './host-of'
import type { Trouble } from './sheet'

/** Whether the way to an address is open: its name, its port, its certificate. Sends nothing but a handshake. */
export async function addressReached(examined: Examined): Promise<boolean> {
  const url = new URL(examined.opened.url ?? '')
  looked(examined, url)
  if (!(await named(examined, url))) return false
  const socket = await joined(examined, url)
  if (!socket) return false
  try {
    return url.protocol !== 'https:' || (await certificateSound(examined, url, socket))
  } finally {
    socket.destroy()
  }
}

function looked({ opened, sheet }: Examined, url: URL): void {
  sheet.begin('address')
  const proxies = proxyVariables()
  const inClear = url.protocol === 'http:' && Object.keys(opened.headers).length > 0 && !isNear(hostOf(url))
  sheet.pass('address', {
    facts: {
      url: url.href,
      ...(proxies !== '' && {
        [process.env.NODE_USE_ENV_PROXY === '1' ? 'proxyUsed' : 'proxyUnused']: proxies,
      }),
    },
    warning: inClear ? { code: 'plain-http', detail: { host: url.hostname } } : undefined,
  })
}

async function named(examined: Examined, url: URL): Promise<boolean> {
  const { sheet } = examined
  const host = hostOf(url)
  sheet.begin('dns')
  if (isIP(host) !== 0) {
    sheet.pass('dns-literal', { facts: { addresses: host } })
    return true
  }
  try {
    const found = await within(examined, () => lookup(host, { all: true }))
    sheet.pass('dns', { facts: { addresses: found.map(({ address }) => address).join(', ') } })
    return true
  } catch (thrown) {
    examined.signal.throwIfAborted()
    const unknown = causes(thrown).some(
      (error) => error instanceof Error && 'code' in error && error.code === 'ENOTFOUND',
    )
    sheet.fail({ code: unknown ? 'host-not-found' : 'dns-failed', detail: { host } })
    return false
  }
}

async function joined(examined: Examined, url: URL): Promise<Socket | undefined> {
  const { sheet } = examined
  sheet.begin('tcp')
  const socket = connect({ host: hostOf(url), port: portOf(url) })
  try {
    await within(examined, (signal) => once(socket, 'connect', { signal }))
    const { remoteAddress = hostOf(url) } = socket
    sheet.pass('tcp', { facts: { address: withPort(remoteAddress, portOf(url)) } })
    return socket
  } catch (thrown) {
    socket.on('error', () => {})
    socket.destroy()
    examined.signal.throwIfAborted()
    sheet.fail(refusalOf(thrown, examined, url))
    return undefined
  }
}

function refusalOf(thrown: unknown, { timeoutMs }: Examined, url: URL): Trouble {
  const address = withPort(hostOf(url), portOf(url))
  const { code, detail } = connectionErrorOf(thrown, { address: url.href, timeoutMs })
  if (code === 'timeout') return { code: 'connect-timeout', detail: { address, seconds: timeoutMs / 1_000 } }
  return { code, detail: { ...detail, address } }
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** On this machine or in its own network, as far as the name tells. */
function isNear(host: string): boolean {
  if (/^(?:localhost|.*\.localhost|.*\.local|::1|f[cd].*:.*|fe80:.*)$/iu.test(host)) return true
  return /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./u.test(host) || !/[.:]/u.test(host)
}

/** Names only: their values may hold a password. */
function proxyVariables(): string {
  const names = Object.keys(process.env).filter((name) => /^(?:https?|all)_proxy$/iu.test(name))
  return names.filter((name) => process.env[name]).join(', ')
}
