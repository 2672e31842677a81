/** A registration as JSON, whatever it says. */
export type Document = Record<string, unknown>

/** What makes `now` of `old`: only what differs, `null` for what goes. */
export function patchBetween(old: Document, now: Document): Document {
  const gone = Object.keys(old).filter((field) => !Object.hasOwn(now, field))
  const changed = Object.entries(now).filter(
    ([field, value]) => !Object.hasOwn(old, field) || JSON.stringify(value) !== JSON.stringify(old[field]),
  )
  return { ...Object.fromEntries(gone.map((field) => [field, null])), ...Object.fromEntries(changed) }
}
