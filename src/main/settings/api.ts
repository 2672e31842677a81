import { implement } from '@orpc/server'
import { settingsContract } from '../../shared/contract/settings'
import type { Preferences } from './preferences'

export function settingsApi({ preferences, ended }: { preferences: Preferences; ended: AbortSignal }) {
  const os = implement(settingsContract)
  return os.router({
    get: os.get.handler(() => preferences.get()),
    set: os.set.handler(({ input }) => preferences.set(input)),
    reset: os.reset.handler(({ input }) => preferences.reset(input?.names)),
    watch: os.watch.handler(({ signal }) =>
      preferences.watch(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}
