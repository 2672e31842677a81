import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useRoll } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { addressOf } from '../registry/address'
import { standingOf } from '../registry/tone'
import { Dot } from '../ui/dot'
import { type Overlay, type Screen, screens, useView } from './view'

/** Servers and actions by a few letters of their name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-30 w-[min(560px,calc(100vw-48px))] overflow-hidden rounded-xl border border-line-strong bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Command loop label={t('palette.title')}>
            <Command.Input
              autoFocus
              placeholder={t('palette.placeholder')}
              className="h-11 w-full border-line border-b bg-transparent px-4 text-md outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
              <Command.Empty className="p-6 text-center text-faint">{t('palette.nothing')}</Command.Empty>
              <Servers onDone={onClose} />
              <Actions onDone={onClose} />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const heading =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint'

function Servers({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const servers = useRoll()?.servers ?? []
  return (
    <Command.Group heading={t('screen.servers')} className={heading}>
      {servers.slice(0, 500).map((server) => (
        <Item
          key={server.id}
          value={`${server.name} ${server.id}`}
          keywords={[addressOf(server), ...server.tags]}
          onSelect={() => {
            set({ screen: 'servers', cursor: server.id, open: server.id })
            onDone()
          }}
        >
          <Dot tone={standingOf(server).tone} />
          <span className="max-w-[60%] shrink-0 truncate">{server.name}</span>
          <span className="ml-auto truncate pl-4 font-mono text-faint text-xs">{addressOf(server)}</span>
        </Item>
      ))}
    </Command.Group>
  )
}

function Actions({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const { set, theme, language, density, savedViews } = useView()
  const samples = useAction<void, unknown>({ mutationFn: () => client.discovery.startSamples() })
  const act = (work: () => void) => () => {
    onDone()
    work()
  }
  const show = (screen: Screen) => act(() => set({ screen }))
  const over = (overlay: Overlay) => act(() => set({ overlay }))
  return (
    <>
      <Command.Group heading={t('palette.actions')} className={heading}>
        <Item onSelect={over({ kind: 'add' })}>{t('action.add')}</Item>
        <Item onSelect={act(() => samples.mutate())}>{t('action.samples')}</Item>
        <Item onSelect={act(() => set({ theme: theme === 'dark' ? 'light' : 'dark' }))}>
          {t('palette.theme')}
        </Item>
        <Item onSelect={act(() => set({ density: density === 'roomy' ? 'compact' : 'roomy' }))}>
          {t('palette.density')}
        </Item>
        <Item
          keywords={['language', '语言', '中文', 'English']}
          onSelect={act(() => set({ language: language === 'en' ? 'zh' : 'en' }))}
        >
          {t('palette.language')}
        </Item>
      </Command.Group>
      {savedViews.length > 0 && (
        <Command.Group heading={t('palette.views')} className={heading}>
          {savedViews.map(({ id, name, filters, sort }) => (
            <Item
              key={id}
              value={`view-${id} ${name}`}
              onSelect={act(() => set({ screen: 'servers', filters, sort }))}
            >
              {name}
            </Item>
          ))}
        </Command.Group>
      )}
      <Command.Group heading={t('palette.go')} className={heading}>
        {screens.map((screen) => (
          <Item key={screen} value={`go-${screen} ${t(`screen.${screen}`)}`} onSelect={show(screen)}>
            {t(`screen.${screen}`)}
          </Item>
        ))}
      </Command.Group>
    </>
  )
}

interface ItemProps {
  readonly value?: string
  readonly keywords?: string[]
  readonly onSelect: () => void
  readonly children: ReactNode
}

function Item({ children, ...rest }: ItemProps) {
  return (
    <Command.Item
      {...rest}
      className="flex h-8 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-text"
    >
      {children}
    </Command.Item>
  )
}
