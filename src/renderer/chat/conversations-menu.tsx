import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations, useRpc } from '../bridge/bridge'
import { useView } from '../shell/view'
import { IconButton } from '../ui/button'
import { Input } from '../ui/field'
import { ConversationLine } from './conversation-line'

/** All conversations, the last first; searched by their titles, questions and answers. */
export function ConversationsMenu() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton label={t('chat.conversations')}>
          <History />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('chat.conversations')}
          className="z-20 w-88 max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float animate-arrive"
        >
          <Conversations onClose={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Conversations({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { conversation, set } = useView()
  const [text, setText] = useState('')
  const searched = useDeferredValue(text.trim())
  const watched = useConversations()
  const found = useQuery({
    ...useRpc().chat.conversations.queryOptions({ input: { text: searched } }),
    enabled: searched !== '',
    placeholderData: (before) => before,
  })
  const shown =
    searched === ''
      ? watched?.map((each) => ({ ...each, excerpt: null }))
      : // Gone, or called otherwise, since it was found.
        found.data?.flatMap((each) => {
          const now = watched?.find(({ id }) => id === each.id)
          return now ? [{ ...now, excerpt: each.excerpt }] : []
        })
  return (
    <>
      <div className="border-line border-b p-2">
        <Input
          type="search"
          value={text}
          aria-label={t('chat.searchConversations')}
          placeholder={t('chat.searchConversations')}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <ul aria-label={t('chat.conversations')} className="max-h-[min(60vh,420px)] overflow-y-auto p-1">
        {shown?.map((each) => (
          <ConversationLine
            key={each.id}
            summary={each}
            isOpen={each.id === conversation}
            onOpen={() => {
              set({ conversation: each.id })
              onClose()
            }}
          />
        ))}
        {shown?.length === 0 && (
          <li className="px-2 py-4 text-center text-faint">
            {t(searched === '' ? 'chat.noConversations' : 'chat.noneFound')}
          </li>
        )}
      </ul>
    </>
  )
}
