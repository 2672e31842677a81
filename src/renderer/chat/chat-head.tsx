import { Maximize2, Minimize2, SquarePen, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../shared/contract/chat'
import { useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { ConversationsMenu } from './conversations-menu'
import { composerId } from './marks'
import { ModelPicker } from './model-picker'
import { closeChat, toggleChatAlone, useChatPlace } from './place'

/** Which model answers, which conversation this is, and where the chat stands. */
export function ChatHead({ conversation }: { conversation: Conversation | null }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const place = useChatPlace()
  const id = conversation?.id ?? null
  const begin = () => {
    set({ conversation: null })
    document.getElementById(composerId)?.focus()
  }
  return (
    <header className="flex h-[49px] shrink-0 items-center gap-1 border-line border-b pr-2 pl-3.5">
      <h2 className="mr-1 font-[650]">{t('screen.chat')}</h2>
      <ModelPicker conversation={id} own={conversation?.llm_config} />
      <span className="min-w-0 flex-1" />
      <ConversationsMenu />
      <Button look="ghost" className="px-2" onClick={begin}>
        <SquarePen aria-hidden className="size-3.5" />
        {t('chat.new')}
      </Button>
      <IconButton
        label={t(place === 'alone' ? 'chat.beside' : 'chat.alone')}
        aria-pressed={place === 'alone'}
        onClick={toggleChatAlone}
        className="max-[1099px]:hidden"
      >
        {place === 'alone' ? <Minimize2 /> : <Maximize2 />}
      </IconButton>
      <IconButton label={t('chat.close')} onClick={closeChat}>
        <X />
      </IconButton>
    </header>
  )
}
