import { useEffect } from 'react'
import { useClient, useSocketStatus } from '../bridge/bridge'
import { isDesktop } from './keys'
import { useView } from './view'

/** Opens the box with a link that another program opened; what is in it is added by a person, or not at all. */
export function useInstallLinks(): void {
  const client = useClient()
  const status = useSocketStatus()
  useEffect(() => {
    if (!isDesktop() || status !== 'open') return
    const stop = new AbortController()
    const follow = async () => {
      for await (const { link } of await client.rollcall.links(undefined, { signal: stop.signal }))
        useView.setState({ overlay: { kind: 'box', text: link, at: Date.now() } })
    }
    // It ends with the core or with this page; there is nobody to tell.
    follow().catch(() => {})
    return () => stop.abort()
  }, [client, status])
}
