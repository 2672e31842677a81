import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Incident, Timeline, Uptime } from '../../../shared/contract/history'
import type { Server } from '../../../shared/contract/registry'
import { useClient } from '../../bridge/bridge'
import { useView } from '../../shell/view'
import { type AxisMarks, type Extent, extentOf, frameOf, type RangeName } from './ranges'
import type { Zoom } from './zoom'

/** As many incidents as are listed. */
export const incidentsMax = 100

export interface History {
  readonly range: RangeName
  readonly zoom: Zoom | null
  readonly axis: AxisMarks
  readonly extent: Extent
  readonly cells: Timeline['cells']
  /** Newest first. */
  readonly incidents: readonly Incident[]
  readonly uptimes: readonly Uptime[]
}

/** One server over the chosen range, renewed calmly, and whenever its verdict changes. */
export function useHistory({ id, name, health }: Server) {
  const client = useClient()
  const { range, zoom } = useView()
  const query = useQuery({
    queryKey: ['history', id, range, zoom],
    queryFn: async ({ signal }): Promise<History> => {
      const { ask, axis } = frameOf(range, zoom, Date.now())
      const [timeline, incidents, uptimes] = await Promise.all([
        client.health.timeline({ server: name, ...ask }, { signal }),
        client.health.incidents(
          { server: name, from: ask.from, to: ask.to, limit: incidentsMax },
          { signal },
        ),
        client.health.uptime({ server: name }, { signal }),
      ])
      const extent = extentOf(timeline, Date.now())
      const cells = timeline.cells.filter(({ at }) => Date.parse(at) < extent.toMs)
      return { range, zoom, axis, extent, cells, incidents, uptimes }
    },
    refetchInterval: frameOf(range, zoom, Date.now()).refreshMs,
    placeholderData: keepPreviousData,
  })
  const { refetch } = query
  // biome-ignore lint/correctness/useExhaustiveDependencies: another verdict is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, health.verdict, health.since])
  return query
}
