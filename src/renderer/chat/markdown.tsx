import { cjk } from '@streamdown/cjk'
import { type Components, defaultRehypePlugins, Streamdown } from 'streamdown'
import { visible } from '../../shared/visible-text'
import { markdownParts } from './markdown-parts'

/** Markup within the text stays text: what would make elements of it is left out, and nothing brings any in. */
const rehypePlugins = defaultRehypePlugins.sanitize ? [defaultRehypePlugins.sanitize] : []
const plugins = { cjk }
const components: Components = markdownParts

/**
 * A stranger's Markdown. Nothing in it is fetched or run: pictures and links are words with an address, code and formulas
 * are text, and what would not be seen is written out.
 */
export function Markdown({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  return (
    <Streamdown
      mode={isGrowing ? 'streaming' : 'static'}
      parseIncompleteMarkdown={isGrowing}
      isAnimating={isGrowing}
      rehypePlugins={rehypePlugins}
      plugins={plugins}
      components={components}
      controls={false}
      // Every address ends up in one of our own parts, none in the page; with this, raw markup is shown as text.
      urlTransform={same}
      className="min-w-0 space-y-2.5 wrap-anywhere"
    >
      {visible(text)}
    </Streamdown>
  )
}

const same = (address: string) => address
