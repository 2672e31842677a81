import { Copy, Download, Ellipsis, Pencil, Trash2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useSourceLabel } from '../discovery/source-label'
import { type DetailTab, useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot } from '../ui/dot'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { saveFile } from '../ui/save-file'
import { Tabs } from '../ui/tabs'
import { useCheck, useRemove, useSwitch } from './actions'
import { transportTried } from './address'
import { useDetailTabs } from './detail-tabs'
import { standingOf } from './tone'

/** One server, opened below the list. */
export function DetailPane({ server }: { server: Server }) {
  const { tab, set } = useView()
  const tabs = useDetailTabs(server)
  return (
    <section aria-label={server.name} className="flex min-h-0 flex-1 flex-col pt-3">
      <DetailHeader server={server} />
      <div className="h-2" />
      <Tabs<DetailTab> label={server.name} value={tab} tabs={tabs} onChange={(next) => set({ tab: next })} />
    </section>
  )
}

function DetailHeader({ server }: { server: Server }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const check = useCheck()
  const { on, toggle } = useSwitch(server)
  const { tone, word } = standingOf(server)
  const sourceLabel = useSourceLabel()
  const transport = server.connection.transport ?? transportTried(server)
  const checkable = on && !['needs-approval', 'needs-auth'].includes(server.connection.state)
  return (
    <div className="flex items-center gap-1.5 px-4">
      <Dot tone={tone} label={t(`standing.${word}`)} className="-mx-px mr-0.5" />
      <h2 title={server.name} className="mr-0.5 truncate font-[560] text-md">
        <bdi>{server.name}</bdi>
      </h2>
      <Chip>
        {server.source.type === 'manual'
          ? sourceLabel(server.source)
          : t('detail.from', { source: server.source.name })}
      </Chip>
      <Chip>{t(`transport.${transport}`)}</Chip>
      <span className="flex-1" />
      {checkable && (
        <Button busy={check.isPending} onClick={() => check.mutate(server.name)}>
          {t('action.check')}
        </Button>
      )}
      <Button onClick={() => toggle(!on)}>{on ? t('action.disconnect') : t('action.connect')}</Button>
      <ServerMenu server={server} />
      <IconButton label={t('detail.close')} onClick={() => set({ open: null })}>
        <X />
      </IconButton>
    </div>
  )
}

function ServerMenu({ server }: { server: Server }) {
  const { t } = useTranslation()
  const client = useClient()
  const remove = useRemove()
  const set = useView((view) => view.set)
  const written = async () => JSON.stringify(await client.registry.document({ server: server.name }), null, 2)
  const copy = useAction<void, void>({
    mutationFn: async () => navigator.clipboard.writeText(await written()),
    onSuccess: () => {
      toast.success(t('server.copied'))
    },
  })
  const save = useAction<void, void>({
    mutationFn: async () => saveFile(`${server.name}.json`, `{\n  "servers": [${await written()}]\n}\n`),
  })
  return (
    <Menu
      trigger={
        <IconButton label={t('action.more')}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil />} onSelect={() => set({ overlay: { kind: 'edit', serverId: server.id } })}>
        {t('action.edit')}
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => copy.mutate()}>
        {t('action.copyJson')}
      </MenuItem>
      <MenuItem icon={<Download />} onSelect={() => save.mutate()}>
        {t('action.export')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 />} onSelect={() => remove(server)}>
        {t('action.remove')}
      </MenuItem>
    </Menu>
  )
}
