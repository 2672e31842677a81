import { Download, Ellipsis, Pause, Pencil, Play, RefreshCw, Timer, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { formatSpan } from '../text/format'
import { IconButton } from '../ui/button'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu'
import { intervalsFor } from './intervals'
import { removeSource } from './remove-source'
import { useChangeSource, useExportSource } from './use-source-actions'

interface SourceMenuProps {
  readonly source: Source
  readonly onRead: () => void
  readonly onRename: () => void
  readonly onRemove: () => void
}

/** What else can be done with a source; the last line says what goes with it. */
export function SourceMenu({ source, onRead, onRename, onRemove }: SourceMenuProps) {
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
      <MenuChoice
        icon={<Timer />}
        label={t('sourceCard.interval')}
        value={String(source.intervalMs)}
        options={intervalsFor(source.intervalMs).map((ms) => ({ value: String(ms), label: formatSpan(ms) }))}
        onChange={(value) => change.mutate({ intervalMs: Number(value) })}
      />
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
