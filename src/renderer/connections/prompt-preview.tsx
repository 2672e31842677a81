import { Bot, Braces, Copy, Type, User } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { FilledPrompt, PromptMessage } from '../../shared/contract/prompts'
import { formatMs } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Spinner } from '../ui/dot'
import { Menu, MenuItem } from '../ui/menu'
import { PromptPart } from './prompt-part'
import { promptText } from './prompt-text'
import type { FillState } from './use-prompt'

/** How filling in stands, or the messages that came of it. */
export function PromptPreview({ state }: { state: FillState }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.kind !== 'idle') place.current?.scrollIntoView({ block: 'nearest' })
  }, [state.kind])
  return (
    <div
      ref={place}
      role="status"
      className="grid min-w-0 scroll-my-3 content-start gap-3 px-4 pb-3 empty:hidden @min-[720px]:overflow-y-auto @min-[720px]:pt-3 @min-[720px]:pl-2"
    >
      {state.kind === 'filling' && (
        <p className="flex items-center gap-2 text-muted">
          <Spinner />
          {t('prompts.filling')}
        </p>
      )}
      {state.kind === 'refused' && (
        <p className="rounded-lg border border-down bg-down-soft p-3 break-words">
          {refusalSentence(state.refusal)}
        </p>
      )}
      {state.kind === 'filled' && <Messages prompt={state.prompt} />}
    </div>
  )
}

function Messages({ prompt }: { prompt: FilledPrompt }) {
  const { t } = useTranslation()
  const { messages, omitted, durationMs } = prompt
  return (
    <section aria-label={t('prompts.preview')} className="grid min-w-0 gap-3">
      <header className="flex items-center gap-2">
        <h4 className="font-[550]">{t('prompts.messages', { count: messages.length })}</h4>
        <Chip className="tabular-nums">{formatMs(durationMs)}</Chip>
        <span className="flex-1" />
        {messages.length > 0 && <CopyMenu prompt={prompt} />}
      </header>
      {messages.length === 0 && <p className="text-faint">{t('prompts.empty')}</p>}
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the messages of one answer never move.
        <Message key={index} message={message} />
      ))}
      {omitted > 0 && <p className="text-slow-text">{t('content.omitted', { count: omitted })}</p>}
    </section>
  )
}

function Message({ message: { role, content, cut } }: { message: PromptMessage }) {
  const { t } = useTranslation()
  const Icon = role === 'user' ? User : Bot
  return (
    <article className="min-w-0 overflow-hidden rounded-lg border border-line bg-raised">
      <h5 className="flex h-8 items-center gap-2 border-line border-b px-3 font-[550] text-sm">
        <Icon aria-hidden className="size-3.5 text-muted" />
        {t(`prompts.role.${role}`)}
      </h5>
      <div className="grid min-w-0 gap-2 p-3">
        <PromptPart content={content} cut={cut} />
      </div>
    </article>
  )
}

function CopyMenu({ prompt: { description, messages } }: { prompt: FilledPrompt }) {
  const { t } = useTranslation()
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast.success(t('prompts.copied'))
  }
  const asText = () => promptText(messages, (role) => t(`prompts.role.${role}`))
  const asJson = () => {
    const plain = messages.map(({ role, content }) => ({ role, content }))
    return JSON.stringify({ description, messages: plain }, null, 2)
  }
  return (
    <Menu
      trigger={
        <IconButton label={t('prompts.copyAll')}>
          <Copy />
        </IconButton>
      }
    >
      <MenuItem icon={<Type />} onSelect={() => void copy(asText())}>
        {t('prompts.copyText')}
      </MenuItem>
      <MenuItem icon={<Braces />} onSelect={() => void copy(asJson())}>
        {t('prompts.copyJson')}
      </MenuItem>
    </Menu>
  )
}
