import { useTranslation } from 'react-i18next'
import { visibleLine } from '../../shared/visible-text'
import { cn } from '../ui/class-names'
import { StrangerLine } from './stranger'
import type { Slash } from './use-slash'

/** The tools a line that begins with a slash may mean; the field keeps the focus and has the keys. */
export function SlashList({ id, slash }: { id: string; slash: Slash }) {
  const { t } = useTranslation()
  if (!slash.open) return null
  return (
    <div
      role="listbox"
      id={id}
      aria-label={t('chat.slash.list')}
      className="absolute inset-x-3 bottom-full z-20 mx-auto mb-1 max-h-64 max-w-[760px] overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-float"
    >
      {slash.offered.map((tool, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys of its list.
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at its option.
        <div
          key={`${tool.server} ${tool.tool}`}
          role="option"
          id={`${id}-${index}`}
          aria-selected={index === slash.active}
          ref={(option) => {
            if (index === slash.active) option?.scrollIntoView({ block: 'nearest' })
          }}
          // Before the field loses the focus, which would put the list away.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => slash.setActive(index)}
          onClick={() => slash.take(tool)}
          title={visibleLine(`${tool.server}.${tool.tool}`)}
          className={cn(
            'min-h-6.5 truncate rounded-sm px-2 py-1 font-mono text-sm',
            index === slash.active && 'bg-accent-soft text-accent-text',
          )}
        >
          <StrangerLine text={`${tool.server}.${tool.tool}`} />
        </div>
      ))}
    </div>
  )
}
