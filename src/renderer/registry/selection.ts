/** The selection with one more, or one fewer. */
export function toggled(selection: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selection)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The selection with every row from one to the other, in the order they are shown; only `to` where `from` is not shown. */
export function withRange(
  selection: ReadonlySet<string>,
  ids: readonly string[],
  from: string | null,
  to: string,
): ReadonlySet<string> {
  const end = ids.indexOf(to)
  const start = from === null ? -1 : ids.indexOf(from)
  const range = start < 0 ? [to] : ids.slice(Math.min(start, end), Math.max(start, end) + 1)
  return new Set([...selection, ...range])
}
