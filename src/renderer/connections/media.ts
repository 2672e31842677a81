/** Pictures the window shows by itself; all others, SVG among them, are text or a file to save. */
const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']

/** `image/png` of `Image/PNG; q=1`. */
function essence(mimeType: string | undefined): string {
  return mimeType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The type of a picture that can be shown; undefined for everything else. */
export function pictureType(mimeType: string | undefined): string | undefined {
  return imageTypes.find((type) => type === essence(mimeType))
}

/** What JSON text holds, where it says that it is JSON, and is, and has levels to show. */
export function jsonOf(text: string, mimeType: string | undefined): object | undefined {
  if (!/^(?:application\/json|text\/json|.+\+json)$/u.test(essence(mimeType)) || text.length > 1_000_000)
    return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** A name for a file that holds what is at this address. */
export function fileNameOf(uri: string): string {
  const path = uri
    .replace(/^[^:/?#]*:/u, '')
    .replace(/[?#].*$/u, '')
    .replace(/\/+$/u, '')
  const last = path.slice(path.lastIndexOf('/') + 1)
  return decoded(last).slice(0, 120) || 'resource'
}

/** The bytes base64 stands for; undefined where it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** How many bytes base64 stands for. */
export function sizeOf(base64: string): number {
  return Math.max(0, Math.floor((base64.length * 3) / 4) - (/={1,2}$/u.exec(base64)?.[0].length ?? 0))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
