import { Fragment } from 'react'
import { marked } from './tool-search'

/** A stranger's text with what was searched for in it told apart. */
export function MarkedText({ text, words }: { text: string; words: readonly string[] }) {
  return (
    <bdi>
      {marked(text, words).map((piece, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their place.
          <mark key={index} className="rounded-[2px] bg-slow-soft text-inherit">
            {piece}
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their place.
          <Fragment key={index}>{piece}</Fragment>
        ),
      )}
    </bdi>
  )
}
