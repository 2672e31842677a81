/** Offers text as a file to keep; the shell asks where. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '_')
  link.click()
  // The download has begun by then; the page need not keep the text for ever.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
