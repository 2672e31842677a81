import {
  ChartNoAxesGantt,
  Cpu,
  History,
  Inbox as InboxIcon,
  ListFilter,
  PanelLeftClose,
  PanelLeftOpen,
  Radar,
  Server as ServerIcon,
  Settings2,
} from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useInbox, useRoll, useSources } from '../bridge/bridge'
import { useLeftovers } from '../processes/use-leftovers'
import { IconButton } from '../ui/button'
import { cn } from '../ui/class-names'
import { actionOf } from './actions/actions'
import { Count } from './count'
import { FilterLists } from './filter-lists'
import { ariaKeys, keysOf, saidKeys } from './keys'
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
      <div className="rail:hidden">
        <FilterLists />
      </div>
      <div className="mt-2 hidden border-line border-t pt-2 rail:block">
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
      <FoldButton />
    </nav>
  )
}

/** Folds the navigation to its icons, and unfolds it; a narrow window has no room for the choice. */
function FoldButton() {
  const { t } = useTranslation()
  const { rail, set } = useView()
  const [keys = ''] = keysOf(actionOf('navigation'))
  const label = t(rail ? 'nav.unfold' : 'nav.fold')
  const Mark = rail ? PanelLeftOpen : PanelLeftClose
  return (
    <div className="-mb-2.5 sticky bottom-0 mt-auto bg-panel pt-2 pb-2.5 max-[1000px]:hidden">
      <IconButton
        label={label}
        title={`${label} (${saidKeys(keys)})`}
        aria-keyshortcuts={ariaKeys(keys)}
        onClick={() => set({ rail: !rail })}
        className="rail:w-full"
      >
        <Mark />
      </IconButton>
    </div>
  )
}

function Screens() {
  const { t } = useTranslation()
  const roll = useRoll()
  const waiting = useInbox()?.count ?? 0
  const sources = useSources()?.sources.filter((source) => source.type !== 'manual')
  const troubled =
    sources?.filter((source) => source.state === 'error' || source.issues.length > 0).length ?? 0
  return (
    <ul className="grid gap-px">
      <Item screen="servers" icon={<ServerIcon />} count={roll?.servers.length} />
      <Item screen="discovery" icon={<Radar />} count={sources?.length} troubled={troubled} />
      <Item
        screen="inbox"
        icon={<InboxIcon />}
        {...(waiting > 0 && { count: waiting, hint: t('inbox.waiting', { count: waiting }) })}
      />
      <Item screen="timeline" icon={<ChartNoAxesGantt />} />
      <Item screen="activity" icon={<History />} />
      <Item screen="processes" icon={<Cpu />} troubled={useLeftovers()} />
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
  /** What the number says. */
  readonly hint?: string
}

function Item({ screen, icon, count, troubled = 0, hint }: ItemProps) {
  const { t } = useTranslation()
  const { screen: current, set } = useView()
  const isOn = current === screen
  return (
    <li className="relative">
      <button
        type="button"
        aria-current={isOn ? 'page' : undefined}
        title={
          troubled > 0
            ? t(screen === 'processes' ? 'leftovers.title' : 'nav.troubled', { count: troubled })
            : hint
        }
        onClick={() => set({ screen })}
        className={cn(
          'flex h-7.5 w-full items-center gap-[9px] rounded-[7px] px-[9px] text-muted hover:bg-line',
          'rail:justify-center rail:px-0 [&>svg]:hidden rail:[&>svg]:block [&>svg]:size-4',
          isOn && 'bg-accent-soft font-[550] text-accent-text hover:bg-accent-soft',
        )}
      >
        {icon}
        <span className="rail:sr-only">{t(`screen.${screen}`)}</span>
        {troubled > 0 && <span aria-hidden className="size-1.5 rounded-full bg-slow rail:hidden" />}
      </button>
      {count !== undefined && <Count value={count} className="rail:hidden" />}
    </li>
  )
}
