import { implement } from '@orpc/server'
import { routingContract } from '../../shared/contract/routing'
import type { Embeddings } from './embeddings'
import type { Routing } from './routing'

export function routingApi({ routing, embeddings }: { routing: Routing; embeddings: Embeddings }) {
  const os = implement(routingContract)
  return os.router({
    route: os.route.handler(({ input }) => routing.route(input)),
    embeddings: os.embeddings.handler(() => embeddings.state()),
    setEmbeddingsKey: os.setEmbeddingsKey.handler(({ input }) => embeddings.setKey(input.key)),
    testEmbeddings: os.testEmbeddings.handler(() => embeddings.test()),
  })
}
