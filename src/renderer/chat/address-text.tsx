import { piecesOf } from './address-pieces'
import { StrangerLine } from './stranger'

/** The whole of a web address; whoever answers there stands out. */
export function AddressText({ address }: { address: string }) {
  const { before, domain, after } = piecesOf(address)
  return (
    <p
      dir="ltr"
      className="max-h-40 overflow-y-auto break-all rounded-md border border-line bg-bg px-2.5 py-2 font-mono text-muted text-sm"
    >
      <StrangerLine text={before} />
      <strong className="font-[650] text-ink">
        <StrangerLine text={domain} />
      </strong>
      <StrangerLine text={after} />
    </p>
  )
}
