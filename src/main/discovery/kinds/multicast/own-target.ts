import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import type { Host } from '../../../host'

/** The host name this Rollcall announces servers at: its own, so that it takes none from the system's responder. */
export function ownTarget({ dataDir }: Pick<Host, 'dataDir'>): string {
  const digest = createHash('sha256').update(`${hostname()}\0${dataDir}`).digest('hex')
  return `rollcall-${digest.slice(0, 12)}.local`
}
