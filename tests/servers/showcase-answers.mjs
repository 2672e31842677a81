/** What the tools `give_…` of the showcase answer with. */

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC'

/** A tenth of a second of silence, as WAV. @returns {string} */
function silence() {
  const samples = 800
  const wav = Buffer.alloc(44 + samples, 128)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(8_000, 24)
  wav.writeUInt32LE(8_000, 28)
  wav.writeUInt16LE(1, 32)
  wav.writeUInt16LE(8, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples, 40)
  return wav.toString('base64')
}

/** @param {string} value */
const text = (value) => ({ type: 'text', text: value })

/** @type {Record<string, () => object>} */
export const answers = {
  text: () => ({ content: [text('Plain words.\nAnd a second line.')] }),
  markup: () => ({ content: [text('<img src=x onerror=alert(1)><script>alert(2)</script>')] }),
  structured: () => ({
    content: [text('{"city":"Oslo"}')],
    structuredContent: {
      city: 'Oslo',
      days: [
        { day: 'Monday', high: 18, rain: null, sunny: true },
        { day: 'Tuesday', high: 21, rain: 0.4, sunny: false },
      ],
      nested: { deeper: { deepest: { needle: 'found it' } } },
      __proto__key: 'harmless',
    },
  }),
  image: () => ({ content: [{ type: 'image', data: pixel, mimeType: 'image/png' }] }),
  svg: () => ({
    content: [{ type: 'image', data: btoa('<svg onload="alert(1)"/>'), mimeType: 'image/svg+xml' }],
  }),
  audio: () => ({ content: [{ type: 'audio', data: silence(), mimeType: 'audio/wav' }] }),
  link: () => ({
    content: [
      {
        type: 'resource_link',
        uri: 'file:///reports/2026/summary.md',
        name: 'summary.md',
        title: 'Summary of 2026',
        description: 'What happened, month by month.',
        mimeType: 'text/markdown',
        size: 12_345,
      },
    ],
  }),
  resource: () => ({
    content: [
      {
        type: 'resource',
        resource: { uri: 'note://today', mimeType: 'text/plain', text: 'Embedded words.' },
      },
      {
        type: 'resource',
        resource: { uri: 'picture://today', mimeType: 'image/png', blob: pixel },
      },
    ],
  }),
  error: () => ({ content: [text('The disk in drive A is not a disk.')], isError: true }),
  nothing: () => ({ content: [] }),
  many: () => ({ content: Array.from({ length: 500 }, (_, index) => text(`Part ${index + 1}`)) }),
  long: () => ({ content: [text('All work and no play. '.repeat(5_000))] }),
  /** 10 MB in one text. */
  huge: () => ({ content: [text('0123456789abcdef '.repeat(620_000))] }),
  /** 10 MB of structure. */
  wide: () => ({
    content: [],
    structuredContent: {
      rows: Array.from({ length: 100_000 }, (_, id) => ({
        id,
        name: `row number ${id}`,
        note: 'x'.repeat(60),
      })),
    },
  }),
  strange: () => ({ content: [text('\u202egnp.exe \u0000 \u001b[31mred\u001b[0m مرحبا')] }),
}
