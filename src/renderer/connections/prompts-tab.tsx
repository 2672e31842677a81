import type { Server } from '../../shared/contract/registry'

export function PromptsTab({ server }: { server: Server }) {
  return <p className="p-4">{server.name}</p>
}
