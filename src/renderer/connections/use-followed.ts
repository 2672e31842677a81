import { useEffect, useState } from 'react'
import type { ResourceState } from '../../shared/contract/resources'
import { useClient, useSocketStatus } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'

export interface Followed {
  /** Null until the first word of the core. */
  readonly state: ResourceState | null
  /** Why it is not followed at all. */
  readonly refusal: Refusal | null
}

const notYet: Followed = { state: null, refusal: null }

/** A resource as it changes, for as long as that is wanted; after a break of the way to the core, from anew. */
export function useFollowed(server: string, uri: string, wanted: boolean): Followed {
  const client = useClient()
  const isOpen = useSocketStatus() === 'open'
  const [followed, setFollowed] = useState(notYet)
  useEffect(() => {
    if (!wanted || !isOpen) return
    const { abort, signal } = abortable()
    const follow = async () => {
      const states = await client.connections.watchResource({ server, uri }, { signal })
      for await (const state of states) if (!signal.aborted) setFollowed({ state, refusal: null })
    }
    follow().catch((error: unknown) => {
      if (!signal.aborted) setFollowed({ state: null, refusal: toRefusal(error) })
    })
    return () => {
      abort()
      setFollowed(notYet)
    }
  }, [client, server, uri, wanted, isOpen])
  return followed
}

function abortable() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
