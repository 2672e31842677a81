import { expect, test } from 'vitest'
import { visible, visibleExactly, visibleJson, visibleLine } from './visible-text'

test.each([
  ['an escape sequence', 'a\u001b[31mred', 'a\\u{1b}[31mred'],
  ['text turned around', 'photo\u202egnp.exe', 'photo\\u{202e}gnp.exe'],
  ['isolates', 'a\u2066b\u2069', 'a\\u{2066}b\\u{2069}'],
  ['nothing wide', 'pay\u200bpal\ufeff', 'pay\\u{200b}pal\\u{feff}'],
  ['a message in tag characters', 'hi\u{e0041}\u{e0042}', 'hi\\u{e0041}\\u{e0042}'],
  ['a message in variation selectors', 'a\u{e0101}\ufe01', 'a\\u{e0101}\\u{fe01}'],
  ['letters that look like nothing', 'a\u3164b\u2800c\u115f', 'a\\u{3164}b\\u{2800}c\\u{115f}'],
  ['another line break', 'one\u2028two\u0085', 'one\\u{2028}two\\u{85}'],
  ['half of a pair', 'x\ud800y', 'x\\u{d800}y'],
  ['a non-character', 'x\ufffe', 'x\\u{fffe}'],
  ['a soft hyphen', 'dele\u00adte', 'dele\\u{ad}te'],
])('%s is written out', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test.each([
  ['lines and tabs', 'one\n\ttwo', 'one\n\ttwo'],
  ['lines of Windows', 'one\r\ntwo', 'one\ntwo'],
  ['Chinese', '今天上海多云，18–24 °C。', '今天上海多云，18–24 °C。'],
  ['families and hearts', '👨‍👩‍👧 ❤️ 👍🏽 1️⃣', '👨‍👩‍👧 ❤️ 👍🏽 1️⃣'],
  ['Persian', 'می‌خواهم', 'می‌خواهم'],
  ['a variant of a Han character', '葛\u{e0100}', '葛\u{e0100}'],
])('%s are left as they are', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('on one line a break is a sign, and a carriage return cannot write over it', () => {
  expect(visibleLine('safe\r\nrm -rf')).toBe('safe\\u{d}⏎rm -rf')
})

test('in JSON every string is shown, names of properties too', () => {
  expect(visibleJson({ 'a\u200b': ['b\u202e', 1, null, { c: true }] })).toEqual({
    'a\\u{200b}': ['b\\u{202e}', 1, null, { c: true }],
  })
})

test('for consent there are no exceptions', () => {
  expect(visibleExactly('\u00a0\u3000\u3164\ufeff\u034f\ud800\n\t❤️')).toBe(
    '\\u{a0}\\u{3000}\\u{3164}\\u{feff}\\u{34f}\\u{d800}\\u{a}\\u{9}❤\\u{fe0f}',
  )
  expect(visibleExactly('天气 naïve 🙂')).toBe('天气 naïve 🙂')
})
