import { implement } from '@orpc/server'
import { routingContract } from '../../shared/contract/routing'
import type { Caller } from '../door'
import type { Alternatives } from './alternatives'
import type { Embeddings } from './embeddings'
import type { Routing } from './routing'

export function routingApi({
  routing,
  alternatives,
  embeddings,
}: {
  routing: Routing
  alternatives: Alternatives
  embeddings: Embeddings
}) {
  const os = implement(routingContract).$context<Caller>()
  return os.router({
    route: os.route.handler(({ input }) => routing.route(input)),
    services: os.services.handler(() => alternatives.services()),
    equals: os.equals.handler(({ input }) => alternatives.equals(input.server)),
    callAny: os.callAny.handler(({ input, signal, context }) =>
      alternatives.call(input, { signal, caller: context.caller }),
    ),
    runAny: os.runAny.handler(({ input, signal, context }) =>
      alternatives.run(input, { signal, caller: context.caller }),
    ),
    embeddings: os.embeddings.handler(() => embeddings.state()),
    setEmbeddingsKey: os.setEmbeddingsKey.handler(({ input }) => embeddings.setKey(input.key)),
    testEmbeddings: os.testEmbeddings.handler(() => embeddings.test()),
  })
}
