import type { GivenFile } from '../../shared/contract/import'

/** Without a path the whole has to fit into one message to the core; in bytes. */
const inlineMax = 3_000_000

export const isBundle = ({ name }: File) => /\.(?:mcpb|dxt)$/iu.test(name)

/** A bundle as the core takes it: where it lies, or all of it. Null where it is too large for a browser to hand over. */
export async function bundleOf(file: File): Promise<GivenFile | null> {
  const { name } = file
  const path = window.rollcall?.pathForFile(file)
  if (path) return { name, path }
  if (file.size > inlineMax) return null
  return { name, base64: base64Of(new Uint8Array(await file.arrayBuffer())) }
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 0x80_00)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x80_00)))
  return btoa(pieces.join(''))
}
