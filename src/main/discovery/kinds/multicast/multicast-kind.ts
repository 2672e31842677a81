import { z } from 'zod'
import type { SourceStep, SourceTest } from '../../../../shared/contract/discovery'
import { Fault } from '../../../../shared/contract/fault'
import type { ReaderParts, Reading, SourceKind } from '../../kind'
import { type Listening, listening, type MulticastOptions, MulticastReader } from './multicast-reader'

const usual = '_mcp._tcp'
/** RFC 6335 §5.1, with the underscore RFC 6763 puts before. */
const serviceType = /^_(?=[a-z0-9-]*[a-z])[a-z0-9](?:-?[a-z0-9]){0,14}\._(?:tcp|udp)$/u

const namesMax = 20
const issuesMax = 50

const Options = z.strictObject({ service: z.string().regex(serviceType) })

/** Servers that announce themselves on the local network (DNS-SD over mDNS). The original's `multicast`. */
export const multicast: SourceKind<MulticastOptions> = {
  type: 'multicast',
  options: Options,

  accept(given) {
    const said = given.service ?? given.service_type ?? given.address ?? usual
    const service =
      typeof said === 'string'
        ? said
            .trim()
            .toLowerCase()
            .replace(/(?:\.local)?\.?$/u, '')
        : ''
    if (!serviceType.test(service))
      throw new Fault('invalid', 'service is no kind of service; write it like _mcp._tcp.', {
        issues: [{ path: 'service', message: 'is not of the form _name._tcp' }],
      })
    const name = service === usual ? 'mDNS' : `mDNS ${service}`
    return { address: service, name, options: { service }, secrets: {} }
  },

  async placeOf(address) {
    return `mdns:${address.toLowerCase()}`
  },

  open(parts) {
    return new MulticastReader(parts)
  },

  test(parts) {
    return testMulticast(parts, listening)
  },
}

/** Whether the network can be listened to and somebody answers, then whether what is announced are servers. */
export async function testMulticast(
  { address, options, host }: Pick<ReaderParts<MulticastOptions>, 'address' | 'options' | 'host'>,
  how: Listening,
): Promise<SourceTest> {
  const readings: Reading[] = []
  const began = host.clock.now()
  const reader = new MulticastReader(
    {
      options,
      host,
      intervalMs: null,
      onReading: (each) => readings.push(each),
      onChange: () => {},
    },
    { ...how, windowMs: how.windowMs * 2 },
  )
  await reader.start()
  const { heard } = reader
  await reader.end()

  const reading = readings.at(-1)
  const entries = reading?.outcome === 'named' ? reading.entries : []
  const names = entries.flatMap(({ document }) => (document ? [document.name] : []))
  const issues =
    reading?.outcome === 'named'
      ? [...reading.issues, ...entries.flatMap((entry) => entry.issues)]
      : reading
        ? [reading.issue]
        : []
  const reason = reading?.outcome === 'failed' ? { reason: String(reading.issue.detail.reason) } : {}
  const tookMs = host.clock.now() - began
  const steps: SourceStep[] = [
    {
      code: 'answers',
      outcome: heard ? 'passed' : 'failed',
      tookMs,
      detail: heard ? { address } : { address, ...reason },
    },
  ]
  if (heard)
    steps.push({
      code: 'names-servers',
      outcome: names.length > 0 ? 'passed' : 'failed',
      tookMs: 0,
      detail: { servers: names.length },
    })
  return {
    steps,
    servers: { count: names.length, names: names.slice(0, namesMax) },
    issues: issues.slice(0, issuesMax),
  }
}
