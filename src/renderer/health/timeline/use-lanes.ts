import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Lane } from '../../../shared/contract/history'
import { useClient } from '../../bridge/bridge'
import { useView } from '../../shell/view'
import { type AxisMarks, type Extent, extentOf, frameOf } from './ranges'

/** All servers at once are not asked for more often than this. */
const refreshMinMs = 30_000

export interface Lanes {
  readonly axis: AxisMarks
  readonly extent: Extent
  /** By the name of its server. */
  readonly byServer: ReadonlyMap<string, Lane>
}

/** All servers over the chosen range; `servers` is how many there are, and a new one is a reason to ask anew. */
export function useLanes(servers: number) {
  const client = useClient()
  const { range, zoom } = useView()
  return useQuery({
    queryKey: ['lanes', range, zoom, servers],
    queryFn: async ({ signal }): Promise<Lanes> => {
      const { ask, axis } = frameOf(range, zoom, Date.now())
      const answer = await client.health.timelines(ask, { signal })
      const byServer = new Map(answer.lanes.map((lane) => [lane.server, lane]))
      return { axis, extent: extentOf(answer, Date.now()), byServer }
    },
    enabled: servers > 0,
    refetchInterval: Math.max(refreshMinMs, frameOf(range, zoom, Date.now()).refreshMs),
    placeholderData: keepPreviousData,
    // A thousand lanes need not be compared with the thousand before.
    structuralSharing: false,
  })
}
