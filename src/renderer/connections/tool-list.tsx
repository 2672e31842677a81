import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/connections'
import { cn } from '../ui/class-names'
import { Input } from '../ui/field'
import { ToolHints } from './tool-hints'

interface ToolListProps {
  readonly tools: readonly Tool[]
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
}

export function ToolList({ tools, chosen, onChoose }: ToolListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const shown = tools.filter((tool) => matches(tool, text))
  return (
    <div className="flex min-h-0 flex-col border-line border-r">
      <div className="p-2 pl-4">
        <Input
          type="search"
          value={text}
          aria-label={t('tools.search')}
          placeholder={t('tools.search')}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto pr-2 pb-2 pl-4">
        {shown.map((tool) => (
          <li key={tool.name}>
            <button
              type="button"
              aria-current={tool.name === chosen || undefined}
              onClick={() => onChoose(tool.name)}
              className={cn(
                '-mx-2 flex w-[calc(100%+16px)] h-7 items-center gap-1.5 rounded-sm px-2 text-left',
                tool.name === chosen ? 'bg-accent-soft text-accent-text' : 'hover:bg-line',
              )}
            >
              <span className="min-w-0 flex-1 truncate font-mono text-sm" title={tool.name}>
                {tool.name}
              </span>
              <ToolHints tool={tool} brief />
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className="py-2 text-faint">{t('tools.nothing')}</li>}
      </ul>
    </div>
  )
}

function matches(tool: Tool, text: string): boolean {
  const all = `${tool.name}\n${tool.title ?? ''}\n${tool.description ?? ''}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => all.includes(word))
}
