/**
 * The page's one way to an address outside. In the desktop the shell takes it and asks first; in a browser it becomes a
 * tab that knows nothing of this one.
 */
export function openLink(address: string): void {
  window.open(address, '_blank', 'noopener,noreferrer')
}
