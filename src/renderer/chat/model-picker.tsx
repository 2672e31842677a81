import { Command } from 'cmdk'
import { Check, ChevronDown, Settings2 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationSummary } from '../../shared/contract/chat'
import type { LlmConfig, ModelProvider } from '../../shared/contract/models'
import { useModels } from '../bridge/bridge'
import { useView } from '../shell/view'
import { useDrafts } from './drafts'
import { useChange } from './use-chat'

type Choice = ConversationSummary['llm_config']

interface ModelPickerProps {
  readonly conversation: string | null
  /** What the conversation has chosen; undefined where there is none yet. */
  readonly own: Choice | undefined
}

/** Who answers in this conversation: a model of any provider, what is chosen for all, or nobody. */
export function ModelPicker({ conversation, own }: ModelPickerProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const models = useModels()
  const set = useView((view) => view.set)
  const change = useChange(conversation)
  const begun = useDrafts((drafts) => drafts.beginning.llm_config)
  const chosen = own === undefined ? begun : own
  const config = chosen === 'default' ? (models?.llm_config ?? null) : chosen
  const label = config?.model ?? t('chat.model.none')
  const choose = (next: Choice) => {
    setOpen(false)
    change.mutate({ llm_config: next })
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t('chat.model.pick', { model: label })}
        title={config ? `${providerName(models?.providers, config)} · ${config.model}` : label}
        className="relative inline-flex h-5 min-w-0 max-w-52 items-center gap-1 rounded-sm bg-line px-[7px] text-muted text-xs after:absolute after:-inset-1 hover:brightness-95"
      >
        <bdi className="truncate">{label}</bdi>
        <ChevronDown aria-hidden className="size-3 shrink-0" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('chat.model.title')}
          className="z-20 w-76 max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float animate-arrive"
        >
          <Models
            models={models?.providers ?? []}
            usual={models?.llm_config ?? null}
            chosen={chosen}
            onChoose={choose}
          />
          <button
            type="button"
            onClick={() => {
              setOpen(false)
              set({ screen: 'settings', setting: 'providers' })
            }}
            className="flex h-9 w-full items-center gap-2 border-line border-t px-3 text-muted outline-offset-[-2px] hover:bg-panel hover:text-ink"
          >
            <Settings2 aria-hidden className="size-3.5" />
            {t('chat.model.settings')}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function providerName(providers: readonly ModelProvider[] | undefined, { provider }: LlmConfig): string {
  return providers?.find(({ id }) => id === provider)?.name ?? provider
}

interface ModelsProps {
  readonly models: readonly ModelProvider[]
  readonly usual: LlmConfig | null
  readonly chosen: Choice
  readonly onChoose: (choice: Choice) => void
}

function Models({ models: providers, usual, chosen, onChoose }: ModelsProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const typed = text.trim()
  return (
    <Command loop label={t('chat.model.title')}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('chat.model.search')}
        className="h-8.5 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-faint"
      />
      <Command.List label={t('chat.model.title')} className="max-h-80 overflow-y-auto p-1">
        <Option value="default" on={chosen === 'default'} onSelect={() => onChoose('default')}>
          {t('chat.model.default', { model: usual?.model ?? t('chat.model.none') })}
        </Option>
        <Option value="none" on={chosen === null} onSelect={() => onChoose(null)}>
          {t('chat.model.none')}
        </Option>
        {providers.map(({ id, name, models }) => (
          <Command.Group key={id} heading={name} className={groupLook}>
            {models.map((model) => (
              <Option
                key={model.id}
                value={`${name} ${model.name ?? ''} ${model.id}`}
                on={isChosen(chosen, id, model.id)}
                onSelect={() => onChoose({ provider: id, model: model.id })}
              >
                {model.name ?? model.id}
              </Option>
            ))}
            {typed !== '' && !models.some((model) => model.id === typed) && (
              <Option
                value={`${typed} ${id}`}
                on={false}
                onSelect={() => onChoose({ provider: id, model: typed })}
              >
                {t('chat.model.typed', { model: typed })}
              </Option>
            )}
          </Command.Group>
        ))}
        {providers.length === 0 && (
          <p className="px-2 py-2 text-faint text-sm">{t('chat.model.noProviders')}</p>
        )}
      </Command.List>
    </Command>
  )
}

const groupLook =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint'

function isChosen(chosen: Choice, provider: string, model: string): boolean {
  return chosen !== null && chosen !== 'default' && chosen.provider === provider && chosen.model === model
}

interface OptionProps {
  readonly value: string
  readonly on: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

function Option({ value, on, onSelect, children }: OptionProps) {
  return (
    <Command.Item
      value={value}
      aria-checked={on}
      onSelect={onSelect}
      className="flex h-7 items-center gap-2 rounded-sm px-2 data-[selected=true]:bg-accent-soft"
    >
      <Check aria-hidden className="size-3.5 shrink-0 text-accent" style={{ opacity: on ? 1 : 0 }} />
      <bdi className="truncate">{children}</bdi>
    </Command.Item>
  )
}
