import { expect, test } from 'vitest'
import { markedAddress } from './address-marks'

test.each([
  ['https://maps.test/mcp', []],
  ['http://maps.test/mcp', [['http', 'not-encrypted']]],
  ['http://127.0.0.1:2375/', [['127.0.0.1:2375', 'this-machine']]],
  ['http://0x7f.1/', [['0x7f.1', 'this-machine']]],
  ['https://[::1]:9/', [['[::1]:9', 'this-machine']]],
  ['https://localhost/', [['localhost', 'this-machine']]],
  ['https://192.168.1.4/', [['192.168.1.4', 'private-network']]],
  ['https://[::ffff:10.0.0.8]/', [['[::ffff:10.0.0.8]', 'private-network']]],
  ['https://printer.local/', [['printer.local', 'private-network']]],
  ['https://169.254.169.254/latest', [['169.254.169.254', 'link-local']]],
  ['https://metadata.google.internal/', [['metadata.google.internal', 'link-local']]],
  ['https://xn--pple-43d.com/', [['xn--pple-43d.com', 'international-name']]],
  ['https://a\u200bpple.com/', [['\\u{200b}', 'hidden-characters']]],
])('%s', (url, told) => {
  const { text, marks } = markedAddress(url)
  expect(marks.map(({ start, end, reason }) => [text.slice(start, end), reason])).toEqual(told)
})
