import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChatScope } from '../../shared/contract/chat'
import { cn } from '../ui/class-names'
import { ScopeServers } from './scope-servers'
import { ScopeTags } from './scope-tags'
import { useScope } from './use-scope'

/** What the chat may ask: which servers, with which tags. Each opens its choice. */
export function ScopeChips({ conversation }: { conversation: string | null }) {
  const { t } = useTranslation()
  const { scope, change } = useScope(conversation)
  const isNarrow = (scope.servers?.length ?? 0) + (scope.without?.length ?? 0) + scope.pinned.length > 0
  return (
    <>
      <ScopeChip title={t('chat.scope.servers')} label={useServersLabel(scope)} on={isNarrow}>
        <ScopeServers scope={scope} onChange={change} />
      </ScopeChip>
      <ScopeChip
        title={t('chat.scope.tagsTitle')}
        label={tagsLabel(scope, t('chat.scope.anyTag'))}
        on={(scope.tags?.length ?? 0) > 0}
      >
        <ScopeTags scope={scope} onChange={change} />
      </ScopeChip>
    </>
  )
}

function useServersLabel({ servers = [], without = [], pinned }: ChatScope): string {
  const { t } = useTranslation()
  const parts = [
    servers.length > 0 ? t('chat.scope.only', { count: servers.length }) : t('chat.scope.all'),
    without.length > 0 && t('chat.scope.without', { count: without.length }),
    pinned.length > 0 && t('chat.scope.pinned', { count: pinned.length }),
  ]
  return parts.filter((part) => part).join(' · ')
}

function tagsLabel({ tags = [], match }: ChatScope, any: string): string {
  return tags.length === 0 ? any : tags.join(match === 'all' ? ' + ' : ', ')
}

interface ScopeChipProps {
  readonly title: string
  readonly label: string
  readonly on: boolean
  readonly children: ReactNode
}

function ScopeChip({ title, label, on, children }: ScopeChipProps) {
  return (
    <Popover.Root>
      <Popover.Trigger
        title={title}
        className={cn(
          'relative inline-flex h-5 min-w-0 max-w-44 items-center rounded-sm px-[7px] text-xs after:absolute after:-inset-0.5 hover:brightness-95',
          on ? 'bg-accent-soft text-accent-text' : 'bg-line text-muted',
        )}
      >
        <span className="truncate">{label}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={title}
          className="z-20 w-80 max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float animate-arrive"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
