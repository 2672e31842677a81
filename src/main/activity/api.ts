import { implement } from '@orpc/server'
import { activityContract } from '../../shared/contract/activity'
import type { Activity } from './activity'

export function activityApi({ activity, ended }: { activity: Activity; ended: AbortSignal }) {
  const os = implement(activityContract)
  return os.router({
    list: os.list.handler(({ input }) => activity.list(input)),
    follow: os.follow.handler(({ signal }) =>
      activity.follow(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}
