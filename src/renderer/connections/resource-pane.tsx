import type { Server } from '../../shared/contract/registry'
import type { Resource } from '../../shared/contract/resources'
import { ScrollFrame } from '../ui/scroll-frame'
import { OfferHeader } from './offer-header'
import { ResourceView } from './resource-view'

interface ResourcePaneProps {
  readonly server: Server
  readonly resource: Resource
  /** The server tells of changes of single resources. */
  readonly subscribes: boolean
}

/** One resource: what it is, and what is in it. */
export function ResourcePane({ server, resource, subscribes }: ResourcePaneProps) {
  return (
    <ScrollFrame label={resource.title ?? resource.name} className="min-w-0 overflow-y-auto px-4 py-3">
      <OfferHeader of={resource} address={resource.uri} />
      <ResourceView
        server={server}
        uri={resource.uri}
        subscribes={subscribes}
        knownType={resource.mimeType}
      />
    </ScrollFrame>
  )
}
