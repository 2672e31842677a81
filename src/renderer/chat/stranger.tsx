import { Fragment } from 'react'
import { visible, visibleLine } from '../../shared/visible-text'

/** What `visible` and JSON write for a character that cannot be seen. */
const signs = /(\\u\{[0-9a-f]+\}|\\u[0-9a-f]{4})/u

/** A stranger's name, on one line. */
export function StrangerLine({ text }: { text: string }) {
  return (
    <bdi>
      <Signs text={visibleLine(text)} />
    </bdi>
  )
}

/** A stranger's text of several lines. */
export function StrangerText({ text }: { text: string }) {
  return <Signs text={visible(text)} />
}

/** Exactly what is sent, for a person to read: nothing in it is hidden, and what could not be seen stands out. */
export function ExactJson({ value }: { value: unknown }) {
  return <Signs text={visible(JSON.stringify(value, null, 2) ?? '')} />
}

/** Hidden characters, written out already, marked so that nobody takes them for letters. */
function Signs({ text }: { text: string }) {
  return text.split(signs).map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their place.
      <mark key={index} className="rounded-[2px] bg-down-soft px-px text-down-text">
        {piece}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their place.
      <Fragment key={index}>{piece}</Fragment>
    ),
  )
}
