import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolResult } from '../../shared/contract/tools'
import { Button } from '../ui/button'
import { StructuredContent } from './structured-content'
import { StructuredProblem } from './structured-problem'
import { ToolContent } from './tool-content'

/** Parts of an answer drawn at first, and with each press. */
const pageSize = 50

/** What a tool answered: its parts, and the structure some add to them. */
export function ToolAnswer({ result, server }: { result: ToolResult; server: string }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(pageSize)
  const { content, structuredContent, structuredProblem } = result
  const hidden = content.length - shown
  return (
    <div className="grid gap-2">
      {content.slice(0, shown).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer never move.
        <ToolContent key={index} item={item} server={server} />
      ))}
      {hidden > 0 && (
        <Button look="ghost" className="justify-self-start" onClick={() => setShown(shown + pageSize)}>
          {t('tools.more', { count: hidden })}
        </Button>
      )}
      {structuredProblem && <StructuredProblem problem={structuredProblem} />}
      {structuredContent !== undefined && <StructuredContent value={structuredContent} />}
      {content.length === 0 && structuredContent === undefined && (
        <p className="text-faint">{t('tools.empty')}</p>
      )}
    </div>
  )
}
