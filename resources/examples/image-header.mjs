/**
 * What an image's first bytes say of it.
 * @typedef {{ format: 'png' | 'jpeg' | 'gif' | 'webp', width: number, height: number }} ImageHeader
 */

/**
 * Reads the format and size in pixels from the bytes of a PNG, JPEG, GIF or WebP; nothing is decoded.
 * Returns null where it is none of these or ends too early.
 * @param {Buffer} bytes
 * @returns {ImageHeader | null}
 */
export function readImageHeader(bytes) {
  try {
    return png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes)
  } catch (error) {
    // Reading past the end: the image is cut off.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** @param {Buffer} bytes @returns {ImageHeader | null} */
function png(bytes) {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return null
  return { format: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** @param {Buffer} bytes @returns {ImageHeader | null} */
function gif(bytes) {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return null
  return { format: 'gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** The three kinds of WebP keep their size in three ways. @param {Buffer} bytes @returns {ImageHeader | null} */
function webp(bytes) {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { format: 'webp', width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21)
      return { format: 'webp', width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return {
        format: 'webp',
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
      }
    default:
      return null
  }
}

/** Walks the segments up to the frame header, the only one with the size. @param {Buffer} bytes @returns {ImageHeader | null} */
function jpeg(bytes) {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (bytes.readUInt8(at) === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame)
      return { format: 'jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
