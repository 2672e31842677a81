import { implement } from '@orpc/server'
import { contract } from '../../shared/contract'
import { Wake } from '../wake'
import type { Discovery } from './discovery'
import type { Samples } from './samples'

export function discoveryApi(rooms: { discovery: Discovery; samples: Samples; ended: AbortSignal }) {
  const { discovery, samples, ended } = rooms
  const os = implement(contract.discovery)
  return os.router({
    sources: os.sources.handler(() => discovery.sources()),
    addSource: os.addSource.handler(({ input }) => discovery.add(input)),
    changeSource: os.changeSource.handler(({ input: { params, body } }) => discovery.change(params.id, body)),
    testSource: os.testSource.handler(({ input }) => discovery.test(input)),
    removeSource: os.removeSource.handler(({ input }) => discovery.remove(input.id)),
    restoreSource: os.restoreSource.handler(({ input }) => discovery.restore(input.undo)),
    scan: os.scan.handler(({ input }) => discovery.scan(input.id)),
    preview: os.preview.handler(({ input }) => discovery.preview(input.files, input.watch)),
    import: os.import.handler(({ input }) => discovery.import(input)),
    export: os.export.handler(({ input }) => discovery.export(input.source)),
    exportAs: os.exportAs.handler(({ input }) => discovery.exportAs(input)),
    sightings: os.sightings.handler(({ input }) => discovery.sightings(input.server)),
    adopt: os.adopt.handler(({ input }) => discovery.adopt(input)),
    startSamples: os.startSamples.handler(async () => {
      const state = await samples.start()
      await discovery.ensure({ path: samples.file })
      return state
    }),
    stopSamples: os.stopSamples.handler(async () => {
      const state = await samples.stop()
      const source = discovery.watching(samples.file)
      if (source) await discovery.remove(source.id)
      return state
    }),
    samples: os.samples.handler(() => samples.state()),
    watch: os.watch.handler(({ signal }) =>
      watchSources(rooms, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}

/** Sources and samples now and after each change, until the signal ends. */
async function* watchSources(rooms: { discovery: Discovery; samples: Samples }, signal: AbortSignal) {
  const wake = new Wake(signal)
  const onChanged = () => wake.wake()
  rooms.discovery.on('changed', onChanged)
  rooms.samples.on('changed', onChanged)
  try {
    while (!signal.aborted) {
      yield { sources: rooms.discovery.sources(), samples: rooms.samples.state() }
      await wake.sleep()
    }
  } finally {
    rooms.discovery.off('changed', onChanged)
    rooms.samples.off('changed', onChanged)
  }
}
