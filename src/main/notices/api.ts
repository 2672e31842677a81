import { implement } from '@orpc/server'
import { noticesContract } from '../../shared/contract/notices'
import type { Notices } from './notices'

export function noticesApi({ notices, ended }: { notices: Notices; ended: AbortSignal }) {
  const os = implement(noticesContract)
  return os.router({
    watch: os.watch.handler(({ signal }) =>
      notices.follow(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    test: os.test.handler(() => ({ by: notices.test() })),
  })
}
