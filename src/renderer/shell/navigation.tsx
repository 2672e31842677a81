import { History, ListFilter, Radar, Server as ServerIcon, Settings2 } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSources } from '../bridge/bridge'
import { cn } from '../ui/class-names'
import { Count } from './count'
import { FilterLists } from './filter-lists'
import { type Screen, useView } from './view'

/** The screens, and below them the tags and sources the list can be narrowed to. On a narrow window a rail of icons. */
export function Navigation() {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex min-h-0 flex-col gap-px overflow-y-auto border-line border-r bg-panel px-2 py-2.5"
    >
      <Screens />
      <div className="max-[1000px]:hidden">
        <FilterLists />
      </div>
      <div className="mt-2 hidden border-line border-t pt-2 max-[1000px]:block">
        <Popover.Root>
          <Popover.Trigger
            aria-label={t('nav.filters')}
            title={t('nav.filters')}
            className="flex h-7.5 w-full items-center justify-center rounded-[7px] text-muted hover:bg-line"
          >
            <ListFilter aria-hidden className="size-4" />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              side="right"
              align="start"
              sideOffset={8}
              collisionPadding={8}
              className="z-20 max-h-[70vh] w-56 overflow-y-auto rounded-lg border border-line-strong bg-raised p-2 shadow-float animate-arrive"
            >
              <FilterLists />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      </div>
    </nav>
  )
}

function Screens() {
  const roll = useRoll()
  const sources = useSources()?.sources.filter((source) => source.type !== 'manual')
  const troubled =
    sources?.filter((source) => source.state === 'error' || source.issues.length > 0).length ?? 0
  return (
    <ul className="grid gap-px">
      <Item screen="servers" icon={<ServerIcon />} count={roll?.servers.length} />
      <Item screen="discovery" icon={<Radar />} count={sources?.length} troubled={troubled} />
      <Item screen="activity" icon={<History />} />
      <Item screen="settings" icon={<Settings2 />} />
    </ul>
  )
}

interface ItemProps {
  readonly screen: Screen
  readonly icon: ReactNode
  readonly count?: number | undefined
  /** How many of them need a look. */
  readonly troubled?: number
}

function Item({ screen, icon, count, troubled = 0 }: ItemProps) {
  const { t } = useTranslation()
  const { screen: current, set } = useView()
  const isOn = current === screen
  return (
    <li className="relative">
      <button
        type="button"
        aria-current={isOn ? 'page' : undefined}
        title={troubled > 0 ? t('nav.troubled', { count: troubled }) : undefined}
        onClick={() => set({ screen })}
        className={cn(
          'flex h-7.5 w-full items-center gap-[9px] rounded-[7px] px-[9px] text-muted hover:bg-line',
          'max-[1000px]:justify-center max-[1000px]:px-0 [&>svg]:hidden max-[1000px]:[&>svg]:block [&>svg]:size-4',
          isOn && 'bg-accent-soft font-[550] text-accent-text hover:bg-accent-soft',
        )}
      >
        {icon}
        <span className="max-[1000px]:sr-only">{t(`screen.${screen}`)}</span>
        {troubled > 0 && <span aria-hidden className="size-1.5 rounded-full bg-slow max-[1000px]:hidden" />}
      </button>
      {count !== undefined && <Count value={count} className="max-[1000px]:hidden" />}
    </li>
  )
}
