import { implement } from '@orpc/server'
import { clientsContract } from '../../../shared/contract/clients'
import type { Clients } from './clients'

export function clientsApi({ clients }: { clients: Clients }) {
  const os = implement(clientsContract)
  return os.router({
    list: os.list.handler(({ input }) => clients.list(input)),
    import: os.import.handler(({ input }) => clients.import(input)),
    watch: os.watch.handler(({ input }) => clients.watch(input)),
    preview: os.preview.handler(({ input }) => clients.preview(input)),
    write: os.write.handler(({ input }) => clients.write(input)),
    undo: os.undo.handler(({ input }) => clients.undo(input)),
  })
}
