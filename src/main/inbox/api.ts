import { implement } from '@orpc/server'
import { inboxContract } from '../../shared/contract/inbox'
import type { Clock, Host } from '../host'
import { rest, Wake } from '../wake'
import type { Inbox } from './inbox'

/** Between two states told to one watcher: a source that names a thousand servers is one. */
const quietMs = 500

export function inboxApi({ inbox, host, ended }: { inbox: Inbox; host: Host; ended: AbortSignal }) {
  const os = implement(inboxContract)
  return os.router({
    list: os.list.handler(() => inbox.view()),
    approve: os.approve.handler(({ input }) => {
      inbox.approve(input)
      return inbox.view()
    }),
    refuse: os.refuse.handler(({ input }) => {
      inbox.refuse(input)
      return inbox.view()
    }),
    reopen: os.reopen.handler(({ input }) => {
      inbox.reopen(input.server)
      return inbox.view()
    }),
    approveAll: os.approveAll.handler(({ input }) => inbox.approveAll(input.source, input.fingerprints)),
    watch: os.watch.handler(({ signal }) =>
      watch(inbox, host.clock, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}

async function* watch(inbox: Inbox, clock: Clock, signal: AbortSignal) {
  const wake = new Wake(signal)
  const note = () => wake.wake()
  inbox.on('changed', note)
  try {
    while (!signal.aborted) {
      yield inbox.view()
      await rest(clock, quietMs, signal)
      await wake.sleep()
    }
  } finally {
    inbox.off('changed', note)
  }
}
