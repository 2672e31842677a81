import type { Server } from '../../shared/contract/registry'

export function ChecksTab({ server }: { server: Server }) {
  return <p className="p-4">{server.name}</p>
}
