import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { ScrollFrame } from '../ui/scroll-frame'
import { readable } from './result-text'

/** Longer texts are cut first; in characters. */
const shownMax = 20_000
/** A long text is drawn in blocks of about this many characters, each only where one looks. */
const blockLength = 8_000

/** A stranger's text in full, however long: the rest is drawn as one comes to it. */
export function LongText({ text, className }: { text: string; className?: string }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const pretty = useMemo(() => readable(text), [text])
  const cut = !whole && pretty.length > shownMax
  const blocks = useMemo(() => blocksOf(cut ? pretty.slice(0, shownMax) : pretty), [pretty, cut])
  return (
    <div className="grid min-w-0 gap-1">
      <ScrollFrame
        label={t('tools.text')}
        className={cn(
          'max-h-[min(70vh,640px)] overflow-auto rounded-md border border-line bg-bg px-2.5 py-2',
          className,
        )}
      >
        {blocks.map((block, index) => (
          <pre
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never move.
            key={index}
            dir="auto"
            className="whitespace-pre-wrap break-words font-mono text-xs leading-[1.55] [contain-intrinsic-size:auto_1500px] [content-visibility:auto] only:[content-visibility:visible]"
          >
            {block}
          </pre>
        ))}
      </ScrollFrame>
      {cut && (
        <Button look="ghost" className="justify-self-start" onClick={() => setWhole(true)}>
          {t('tools.showAll', { count: pretty.length })}
        </Button>
      )}
    </div>
  )
}

/** Cut at the ends of lines where there are any near enough. */
function blocksOf(text: string): readonly string[] {
  const blocks: string[] = []
  let at = 0
  while (text.length - at > blockLength) {
    const line = text.slice(at, at + blockLength).lastIndexOf('\n')
    const end = line > 0 ? at + line : afterPair(text, at + blockLength)
    blocks.push(text.slice(at, end))
    at = text[end] === '\n' ? end + 1 : end
  }
  return [...blocks, text.slice(at)]
}

/** Two halves of one character stay together. */
function afterPair(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}
