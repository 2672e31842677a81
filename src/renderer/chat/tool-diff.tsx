import { useTranslation } from 'react-i18next'
import type { ToolChange } from '../../shared/contract/consents'
import { formatList } from '../text/format'
import { cn } from '../ui/class-names'
import { ScrollFrame } from '../ui/scroll-frame'
import { StrangerText } from './stranger'

const looks = {
  same: 'text-muted',
  removed: 'bg-down-soft text-down-text',
  added: 'bg-up-soft text-up-text',
}
const marks = { same: ' ', removed: '−', added: '+' }

/** What a tool was and what it is, line by line; told by signs as well as by colours. */
export function ToolDiff({ change: { parts, lines } }: { change: ToolChange }) {
  const { t } = useTranslation()
  const named = formatList(parts.map((part) => t(`chat.diff.${part}`)))
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <p className="font-[550] text-sm">{t('chat.diff.heading', { parts: named })}</p>
      <ScrollFrame
        label={t('chat.diff.label')}
        className="relative max-h-64 overflow-auto rounded-md border border-line bg-bg py-1 font-mono text-xs leading-[1.55]"
      >
        {lines.map(({ kind, text }, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one difference never move.
            key={index}
            className={cn('flex gap-2 px-2', looks[kind])}
          >
            <span aria-hidden className="w-2 shrink-0 select-none">
              {marks[kind]}
            </span>
            {kind !== 'same' && <span className="sr-only">{t(`chat.diff.${kind}`)}</span>}
            <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">
              <StrangerText text={text} />
            </span>
          </div>
        ))}
      </ScrollFrame>
    </div>
  )
}
