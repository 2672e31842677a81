import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { CodeBlock } from '../ui/code-block'

/** Longer texts are cut first; in characters. */
const shownMax = 20_000

/** A stranger's text as it is, JSON indented; what is very long only as far as one asks for it. */
export function LongText({ text, className }: { text: string; className?: string }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const pretty = prettyJson(text)
  const cut = !whole && pretty.length > shownMax
  return (
    <div className="grid gap-1">
      <CodeBlock label={t('tools.text')} className={cn('max-h-96', className)}>
        {cut ? pretty.slice(0, shownMax) : pretty}
      </CodeBlock>
      {cut && (
        <Button look="ghost" className="justify-self-start" onClick={() => setWhole(true)}>
          {t('tools.showAll', { count: pretty.length })}
        </Button>
      )}
    </div>
  )
}

function prettyJson(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 1_000_000) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
