import {
  ArrowDown,
  ArrowUp,
  Download,
  Ellipsis,
  ListChecks,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  ShieldCheck,
  Timer,
  Trash2,
  UserCheck,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Source, sourcePolicies } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { formatSpan } from '../text/format'
import { IconButton } from '../ui/button'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu'
import { intervalsFor } from './intervals'
import { removeSource } from './remove-source'
import { useChangeSource, useExportSource } from './use-source-actions'

interface SourceMenuProps {
  readonly source: Source
  /** Its place among the sources a person can put in order, from 0, and how many those are. */
  readonly order: number
  readonly of: number
  readonly onRead: () => void
  readonly onTest: () => void
  readonly onRename: () => void
  readonly onRemove: () => void
}

/** What else can be done with a source; the last line says what goes with it. */
export function SourceMenu({ source, order, of, onRead, onTest, onRename, onRemove }: SourceMenuProps) {
  const { t } = useTranslation()
  const change = useChangeSource(source)
  const save = useExportSource()
  const client = useClient()
  /** Once the menu has given the focus back, or it would take it from the field. */
  const rename = () => setTimeout(onRename)
  const isPaused = source.state === 'paused'
  return (
    <Menu
      trigger={
        <IconButton label={t('sourceCard.more', { name: source.name })}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={isPaused ? <Play /> : <Pause />} onSelect={() => change.mutate({ paused: !isPaused })}>
        {isPaused ? t('sourceCard.resume') : t('sourceCard.pause')}
      </MenuItem>
      {isPaused && (
        <MenuItem icon={<RefreshCw />} onSelect={onRead}>
          {t('sourceCard.readOnce')}
        </MenuItem>
      )}
      <MenuItem icon={<ListChecks />} onSelect={onTest}>
        {t('sourceTest.run')}
      </MenuItem>
      <MenuChoice
        icon={<Timer />}
        label={t('sourceCard.interval')}
        value={String(source.intervalMs)}
        options={intervalsFor(source.intervalMs).map((ms) => ({ value: String(ms), label: formatSpan(ms) }))}
        onChange={(value) => change.mutate({ intervalMs: Number(value) })}
      />
      <MenuChoice
        icon={<UserCheck />}
        label={t('sourcePolicy.label')}
        value={source.policy}
        options={sourcePolicies.map((policy) => ({ value: policy, label: t(`sourcePolicy.${policy}`) }))}
        onChange={(value) => {
          const policy = sourcePolicies.find((each) => each === value)
          if (policy) change.mutate({ policy })
        }}
      />
      <MenuItem icon={<ShieldCheck />} onSelect={() => change.mutate({ trusted: !source.trusted })}>
        {source.trusted ? t('sourcePolicy.distrust') : t('sourcePolicy.trust')}
      </MenuItem>
      {order > 0 && (
        <MenuItem icon={<ArrowUp />} onSelect={() => change.mutate({ order: order - 1 })}>
          {t('sourceCard.earlier')}
        </MenuItem>
      )}
      {order < of - 1 && (
        <MenuItem icon={<ArrowDown />} onSelect={() => change.mutate({ order: order + 1 })}>
          {t('sourceCard.later')}
        </MenuItem>
      )}
      <MenuItem icon={<Pencil />} onSelect={rename}>
        {t('sourceCard.rename')}
      </MenuItem>
      <MenuItem icon={<Download />} onSelect={() => save.mutate(source)}>
        {t('action.export')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 />}
        danger
        onSelect={() => {
          void removeSource({ client, t }, source)
          onRemove()
        }}
      >
        {source.servers === 0 ? t('source.remove') : t('sourceCard.removeWith', { count: source.servers })}
      </MenuItem>
    </Menu>
  )
}
