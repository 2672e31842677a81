import { useEffect } from 'react'
import { useClient, useSocketStatus } from '../bridge/bridge'
import { actionOf } from './actions/actions'
import { perform, useMoment } from './actions/use-moment'
import { isDesktop } from './keys'

/** Does what is chosen in the desktop's menu; a page in a browser has none. */
export function useMenuCommands(): void {
  const client = useClient()
  const moment = useMoment()
  const status = useSocketStatus()
  useEffect(() => {
    if (!isDesktop() || status !== 'open') return
    const stop = new AbortController()
    const follow = async () => {
      for await (const { command } of await client.rollcall.commands(undefined, { signal: stop.signal }))
        perform(actionOf(command), moment())
    }
    // It ends with the core or with this page; there is nobody to tell.
    follow().catch(() => {})
    return () => stop.abort()
  }, [client, moment, status])
}
