import { BlockList, isIP } from 'node:net'
import type { DangerCode, Mark } from '../../shared/contract/inbox'
import { visibleExactly } from '../../shared/visible-text'
import { apart, hiddenIn, type MarkedText } from './marks'

/** An address on which every character is visible, and what in it deserves a second look. */
export function markedAddress(url: string): MarkedText {
  const text = visibleExactly(url)
  const marks: Mark[] = hiddenIn(url, text, 0)
  if (URL.canParse(url)) {
    const scheme = text.indexOf('://')
    const start = scheme < 0 ? 0 : scheme + 3
    const end = start + text.slice(start).search(/[/?#]|$/u)
    const { protocol, hostname } = new URL(url)
    const host = hostname.replace(/^\[|\]$/gu, '').replace(/\.$/u, '')
    const where = whereIs(host)
    if (where !== undefined) marks.push({ start, end, reason: where })
    else if (/(?:^|\.)xn--/u.test(host)) marks.push({ start, end, reason: 'international-name' })
    if (protocol === 'http:' && where !== 'this-machine' && scheme >= 0)
      marks.push({ start: 0, end: scheme, reason: 'not-encrypted' })
  }
  return { text, marks: apart(marks) }
}

/** Judged by what the address parses to: `http://0x7f.1/` is this machine. */
function whereIs(host: string): DangerCode | undefined {
  const family = isIP(host)
  if (family === 0) {
    if (/^(?:.+\.)?localhost$/u.test(host)) return 'this-machine'
    if (/^metadata(?:\.google\.internal)?$/u.test(host)) return 'link-local'
    return !host.includes('.') || /\.(?:local|lan|home|internal|home\.arpa|intranet)$/u.test(host)
      ? 'private-network'
      : undefined
  }
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  return ranges.find(({ subnets }) => listOf(subnets).check(host, kind))?.reason
}

/** IPv4 inside IPv6 is found by the list itself. */
const ranges: readonly { reason: DangerCode; subnets: readonly [string, number][] }[] = [
  {
    reason: 'this-machine',
    subnets: [
      ['127.0.0.0', 8],
      ['::1', 128],
    ],
  },
  {
    reason: 'link-local',
    subnets: [
      ['169.254.0.0', 16],
      ['fe80::', 10],
      ['fd00:ec2::254', 128],
      ['100.100.100.200', 32],
    ],
  },
  {
    reason: 'private-network',
    subnets: [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['fc00::', 7],
    ],
  },
]

function listOf(subnets: readonly [string, number][]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4')
  return list
}
