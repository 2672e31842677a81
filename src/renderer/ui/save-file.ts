/** Offers text (whole or in pieces) or bytes as a file to keep; the shell asks where. */
export function saveFile(
  name: string,
  content: string | readonly string[] | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): void {
  const address = URL.createObjectURL(new Blob(Array.isArray(content) ? content : [content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name.replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
  link.click()
  // The download has begun by then; the page need not keep the content for ever.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
