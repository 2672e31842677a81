import { type ReactNode, useState } from 'react'
import { AddressDialog } from './address-dialog'
import { isWebAddress } from './web-address'

/** A link in a stranger's words: a press shows where it leads, whole, and only then it can be opened. */
export function StrangerLink({ address, children }: { address: string; children?: ReactNode }) {
  const [open, setOpen] = useState(false)
  if (!isWebAddress(address)) return <span>{children}</span>
  return (
    <>
      <button
        type="button"
        title={address}
        onClick={() => setOpen(true)}
        className="inline text-left text-accent-text underline decoration-1 underline-offset-2 wrap-anywhere hover:decoration-2"
      >
        {children}
      </button>
      {open && <AddressDialog address={address} onClose={() => setOpen(false)} />}
    </>
  )
}
