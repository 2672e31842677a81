import { Ban, Filter, Pin } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChatScope } from '../../shared/contract/chat'
import { useRoll } from '../bridge/bridge'
import { standingOf } from '../registry/tone'
import { Button, IconButton } from '../ui/button'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { Input } from '../ui/field'
import { isExcluded, isOnly, isPinned, toggleExcluded, toggleOnly, togglePinned } from './scope'

interface ScopeServersProps {
  readonly scope: ChatScope
  readonly onChange: (scope: ChatScope) => void
}

/** Each server can be offered first, be the only one asked with others so chosen, or be left out. */
export function ScopeServers({ scope, onChange }: ScopeServersProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const servers = (useRoll()?.servers ?? []).filter(({ name }) =>
    name.toLowerCase().includes(text.trim().toLowerCase()),
  )
  const { match, tags } = scope
  const isNarrow = (scope.servers?.length ?? 0) + (scope.without?.length ?? 0) + scope.pinned.length > 0
  return (
    <div className="grid">
      <div className="flex gap-2 border-line border-b p-2">
        <Input
          type="search"
          value={text}
          aria-label={t('search.label')}
          placeholder={t('search.label')}
          onChange={({ target }) => setText(target.value)}
        />
        {isNarrow && (
          <Button look="ghost" onClick={() => onChange({ match, pinned: [], ...(tags && { tags }) })}>
            {t('chat.scope.all')}
          </Button>
        )}
      </div>
      <ul aria-label={t('screen.servers')} className="max-h-72 overflow-y-auto p-1">
        {servers.map((server) => {
          const { id, name } = server
          const { tone, word } = standingOf(server)
          return (
            <li key={id} className="flex h-8 items-center gap-2 rounded-sm pl-2">
              <Dot tone={tone} label={t(`standing.${word}`)} />
              <bdi
                title={name}
                className={cn(
                  'min-w-0 flex-1 truncate',
                  isExcluded(scope, name) && 'text-faint line-through',
                )}
              >
                {name}
              </bdi>
              <Choice
                label={t('chat.scope.pin', { name })}
                on={isPinned(scope, name)}
                onPress={() => onChange(togglePinned(scope, name))}
              >
                <Pin />
              </Choice>
              <Choice
                label={t('chat.scope.onlyThis', { name })}
                on={isOnly(scope, name)}
                onPress={() => onChange(toggleOnly(scope, name))}
              >
                <Filter />
              </Choice>
              <Choice
                label={t('chat.scope.exclude', { name })}
                on={isExcluded(scope, name)}
                onPress={() => onChange(toggleExcluded(scope, name))}
              >
                <Ban />
              </Choice>
            </li>
          )
        })}
        {servers.length === 0 && <li className="px-2 py-3 text-center text-faint">{t('servers.nothing')}</li>}
      </ul>
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly on: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

function Choice({ label, on, onPress, children }: ChoiceProps) {
  return (
    <IconButton
      label={label}
      aria-pressed={on}
      onClick={onPress}
      className="-ml-1.5 w-6.5 aria-pressed:bg-accent-soft aria-pressed:text-accent-text [&>svg]:size-3.5"
    >
      {children}
    </IconButton>
  )
}
