import { Download, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationSummary } from '../../shared/contract/chat'
import { visibleLine } from '../../shared/visible-text'
import { formatAge } from '../text/format'
import { IconButton } from '../ui/button'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { Input } from '../ui/field'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { useNow } from '../ui/use-now'
import { useChange, useExportConversation, useRemoveConversation } from './use-chat'

interface ConversationLineProps {
  readonly summary: ConversationSummary & { readonly excerpt: string | null }
  readonly isOpen: boolean
  readonly onOpen: () => void
}

/** One conversation, with what can be done with it. */
export function ConversationLine({ summary, isOpen, onOpen }: ConversationLineProps) {
  const { t } = useTranslation()
  const now = useNow(30_000)
  const [renaming, setRenaming] = useState(false)
  const { id, state, changedAt, excerpt } = summary
  const title = visibleLine(summary.title) || t('chat.untitled')
  const save = useExportConversation()
  const remove = useRemoveConversation()
  if (renaming) return <RenameField id={id} title={summary.title} onEnd={() => setRenaming(false)} />
  return (
    <li className="group flex min-w-0 items-center rounded-sm hover:bg-panel">
      <button
        type="button"
        aria-current={isOpen || undefined}
        onClick={onOpen}
        className={cn(
          'grid min-w-0 flex-1 gap-px rounded-sm px-2 py-1.5 text-left outline-offset-[-2px]',
          isOpen && 'text-accent-text',
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5">
          {state !== 'idle' && (
            <Dot tone={state === 'waiting' ? 'ask' : 'busy'} label={t(`chat.conversation.${state}`)} />
          )}
          <bdi title={title} className="truncate">
            {title}
          </bdi>
        </span>
        <span className="truncate text-faint text-xs">
          {excerpt === null ? formatAge(changedAt, now) : <bdi>{visibleLine(excerpt)}</bdi>}
        </span>
      </button>
      <Menu
        trigger={
          <IconButton label={t('chat.actionsOn', { title })} className="mr-1">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setRenaming(true)}>
          {t('chat.rename')}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => save.mutate({ id, format: 'markdown' })}>
          {t('chat.exportMarkdown')}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => save.mutate({ id, format: 'json' })}>
          {t('chat.exportJson')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => remove.mutate(summary)}>
          {t('chat.delete')}
        </MenuItem>
      </Menu>
    </li>
  )
}

interface RenameFieldProps {
  readonly id: string
  readonly title: string
  readonly onEnd: () => void
}

function RenameField({ id, title, onEnd }: RenameFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(title)
  const change = useChange(id)
  const keep = () => {
    if (text.trim() !== '' && text !== title) change.mutate({ title: text.trim() })
    onEnd()
  }
  return (
    <li className="p-1">
      <Input
        ref={(field) => field?.focus()}
        value={text}
        maxLength={200}
        aria-label={t('chat.newTitle')}
        onChange={({ target }) => setText(target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') keep()
          else if (event.key === 'Escape') onEnd()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
    </li>
  )
}
