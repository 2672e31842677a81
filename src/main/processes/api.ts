import { implement } from '@orpc/server'
import { Fault } from '../../shared/contract/fault'
import { processesContract } from '../../shared/contract/processes'
import { connectionView } from '../connections/connection-state'
import type { Connections } from '../connections/connections'
import type { Samples } from '../discovery/samples'
import type { Clock, Host } from '../host'
import type { Registry } from '../registry/registry'
import { rest, Wake } from '../wake'
import { Look } from './look'
import type { Processes } from './processes'

/** Between two looks while somebody watches; asking Windows is dear. */
const everyMs = process.platform === 'win32' ? 6_000 : 2_500
/** Between a change and the look at it, so that many at once are one. */
const gatherMs = 250

export function processesApi(rooms: {
  processes: Processes
  connections: Connections
  registry: Registry
  samples: Samples
  host: Host
  ended: AbortSignal
}) {
  const { processes, connections, registry, samples, host, ended } = rooms
  const look = new Look({
    processes,
    clock: host.clock,
    around: {
      nameOf: (id) => registry.get(id)?.registration.name,
      livePid: (id) => connections.session(id)?.pid ?? null,
      samples: () => samples.state().servers,
    },
  })
  const os = implement(processesContract)
  return os.router({
    list: os.list.handler(() => look.now()),
    watch: os.watch.handler(({ signal }) =>
      watch(look, processes, host.clock, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    endLeftovers: os.endLeftovers.handler(() => processes.endLeftovers()),
    restart: os.restart.handler(({ input }) => {
      const { id } = registry.byName(input.server)
      if (!connections.restart(id)) {
        const { state } = connections.state(id)
        throw new Fault('not-connected', `${input.server} is not switched on, or waits for approval.`, {
          server: input.server,
          state,
        })
      }
      return connectionView(connections.state(id))
    }),
  })
}

async function* watch(look: Look, processes: Processes, clock: Clock, signal: AbortSignal) {
  const wake = new Wake(signal)
  const note = () => wake.wake()
  processes.on('changed', note)
  try {
    while (!signal.aborted) {
      yield await look.now()
      const cancel = clock.after(everyMs, note)
      await wake.sleep()
      cancel()
      await rest(clock, gatherMs, signal)
    }
  } finally {
    processes.off('changed', note)
  }
}
