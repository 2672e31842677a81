import { implement } from '@orpc/server'
import { modelsContract } from '../../../shared/contract/models'
import { providerKinds } from './known-providers'
import type { Models } from './models'

export function modelsApi({ models, ended }: { models: Models; ended: AbortSignal }) {
  const os = implement(modelsContract)
  return os.router({
    known: os.known.handler(() => providerKinds.map(({ quirks: _, ...known }) => known)),
    list: os.list.handler(() => models.list()),
    watch: os.watch.handler(({ signal }) =>
      models.watch(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    set: os.set.handler(({ input: { params, body } }) => models.set(params.provider, body)),
    remove: os.remove.handler(async ({ input }) => {
      await models.remove(input.provider)
      return { removed: input.provider }
    }),
    test: os.test.handler(({ input, signal }) => models.test(input.provider, signal)),
    try: os.try.handler(({ input, signal }) => models.try(input, signal)),
    choose: os.choose.handler(({ input }) => models.choose(input.llm_config)),
  })
}
