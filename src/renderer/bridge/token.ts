const key = 'rollcall.token'

/**
 * The token the page was opened with. It comes in the address's fragment, which no server sees, and leaves the
 * address at once, so that it ends up in no history, bookmark or screenshot; the tab keeps it for reloads.
 */
export function takeToken(): string {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const given = fragment.get('token')
  if (given === null) return sessionStorage.getItem(key) ?? ''
  sessionStorage.setItem(key, given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}
