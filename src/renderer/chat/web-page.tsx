import { lazy, Suspense } from 'react'
import { Skeleton } from '../ui/skeleton'

/** Who may register what under which name is a long list: it comes when an address is first shown. */
const AddressText = lazy(async () => ({ default: (await import('./address-text')).AddressText }))

/** The whole of a web address, for a person to see whose it is. */
export function WebPage({ address }: { address: string }) {
  return (
    <Suspense fallback={<Skeleton className="h-9" />}>
      <AddressText address={address} />
    </Suspense>
  )
}
