import { setImmediate as nextTurn } from 'node:timers/promises'
import { implement } from '@orpc/server'
import { Fault } from '../../shared/contract/fault'
import { healthContract } from '../../shared/contract/health'
import type { Lane } from '../../shared/contract/history'
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { Health } from './health'
import { incidentView, isoOf } from './history-view'
import { cut } from './spans'

const dayMs = 24 * 3_600_000
/** Lanes read before others get a turn. */
const lanesAtOnce = 10

export function healthApi(rooms: { registry: Registry; health: Health; host: Host; ended: AbortSignal }) {
  const { registry, health } = rooms
  const { clock } = rooms.host
  const { history } = health
  const os = implement(healthContract)
  const idOf = (name: string) => registry.byName(name).id
  return os.router({
    check: os.check.handler(({ input }) => health.check(idOf(input.server))),
    checks: os.checks.handler(({ input }) => health.checks(idOf(input.server), input.limit)),
    timeline: os.timeline.handler(({ input }) => {
      const { fromMs, toMs } = rangeOf(input, clock.now())
      return history.timeline(idOf(input.server), fromMs, toMs, input.points)
    }),
    timelines: os.timelines.handler(async ({ input: { tags = [], points, ...range } }) => {
      const { fromMs, toMs } = rangeOf(range, clock.now())
      const cutting = cut(fromMs, toMs, points, clock.now())
      const records = registry
        .all()
        .filter(
          ({ registration }) => tags.length === 0 || tags.some((tag) => registration.tags.includes(tag)),
        )
      const lanes: Lane[] = []
      for (const { id, registration } of records) {
        lanes.push({ server: registration.name, ...history.lane(id, cutting) })
        if (lanes.length % lanesAtOnce === 0) await nextTurn()
      }
      const endMs = cutting.fromMs + cutting.count * cutting.stepMs
      return { from: isoOf(cutting.fromMs), to: isoOf(endMs), stepMs: cutting.stepMs, lanes }
    }),
    incidents: os.incidents.handler(({ input }) => {
      const server = input.server === undefined ? undefined : idOf(input.server)
      const query = { ...rangeOf(input, clock.now()), limit: input.limit, ...(server && { server }) }
      return history.incidents(query).flatMap((incident) => {
        const name = registry.get(incident.server)?.registration.name
        return name === undefined ? [] : [incidentView(incident, name, clock.now())]
      })
    }),
    vantage: os.vantage.handler(() => health.vantage),
    watch: os.watch.handler(({ signal }) =>
      health.watch(AbortSignal.any([rooms.ended, ...(signal ? [signal] : [])])),
    ),
    uptime: os.uptime.handler(({ input }) => history.uptime(idOf(input.server))),
  })
}

/** Throws Fault invalid. */
function rangeOf(range: { from?: string | undefined; to?: string | undefined }, now: number) {
  const toMs = range.to === undefined ? now : Date.parse(range.to)
  const fromMs = range.from === undefined ? toMs - dayMs : Date.parse(range.from)
  if (fromMs >= toMs)
    throw new Fault('invalid', '`from` is not before `to`.', {
      issues: [{ path: 'from', message: 'is not before to' }],
    })
  // What has just happened belongs to the range that ends now.
  return { fromMs, toMs: range.to === undefined ? toMs + 1 : toMs }
}
