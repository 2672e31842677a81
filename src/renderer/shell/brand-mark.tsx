/** Three bars, one of them answering. */
export function BrandMark() {
  return (
    <span
      aria-hidden
      className="grid size-[18px] grid-cols-[repeat(3,3px)] place-content-center items-end gap-[1.5px] rounded-[5px] bg-ink"
    >
      <i className="h-[5px] rounded-[1px] bg-bg" />
      <i className="h-[9px] rounded-[1px] bg-bg" />
      <i className="h-[7px] rounded-[1px] bg-up" />
    </span>
  )
}
