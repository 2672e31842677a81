/** Offers text as a file to keep; the shell asks where. */
export function saveFile(name: string, text: string | readonly string[], type = 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text].flat(), { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '_')
  link.click()
  // The download has begun by then; the page need not keep the text for ever.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
