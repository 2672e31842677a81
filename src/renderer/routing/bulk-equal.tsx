import { Popover } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRoll } from '../bridge/bridge'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { SuggestInput } from '../ui/suggest-input'
import { suggestedService } from './suggested-service'

/** Longest name of a service, as the contract has it. */
const serviceMax = 128

interface BulkEqualProps {
  readonly servers: readonly Server[]
  readonly busy: boolean
  readonly run: (work: (server: Server) => Promise<unknown>, of: readonly Server[]) => Promise<void>
}

/** Says of the selected servers that they are equal, or takes that back. */
export function BulkEqual({ servers, busy, run }: BulkEqualProps) {
  const { t } = useTranslation()
  const { popover, set } = useView()
  return (
    <Popover.Root
      open={popover === 'selection-equal'}
      onOpenChange={(open) => set({ popover: open ? 'selection-equal' : null })}
    >
      <Popover.Trigger asChild>
        <Button disabled={busy}>{t('equal.menu')}</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('equal.menu')}
          className="z-20 grid w-80 gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-float animate-arrive"
        >
          <EqualForm servers={servers} busy={busy} run={run} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function EqualForm({ servers, busy, run }: BulkEqualProps) {
  const { t } = useTranslation()
  const client = useClient()
  const set = useView((view) => view.set)
  const roll = useRoll()
  const known = [...new Set(roll?.servers.flatMap(({ service }) => service ?? []))].sort()
  const [service, setService] = useState(() => suggestedService(servers))
  const grouped = servers.filter((server) => server.service !== undefined)
  const called = service.trim()

  const group = (of: readonly Server[], wanted: string | null) => {
    set({ popover: null })
    void run(({ name }) => client.registry.group({ server: name, service: wanted }), of)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (called !== '') group(servers, called)
  }
  return (
    <>
      <form onSubmit={submit} className="flex items-start gap-1.5">
        <div className="min-w-0 flex-1">
          <SuggestInput
            aria-label={t('equal.service')}
            placeholder={t('equal.service')}
            maxLength={serviceMax}
            value={service}
            suggestions={known.filter((one) => one.includes(called))}
            suggestionsLabel={t('equal.known')}
            onChange={setService}
          />
        </div>
        <Button type="submit" look="primary" disabled={busy || called === ''}>
          {t('equal.make')}
        </Button>
      </form>
      <p className="text-faint text-xs">{t('equal.about')}</p>
      {grouped.length > 0 && (
        <Button look="ghost" className="justify-self-start" onClick={() => group(grouped, null)}>
          {t('equal.unmake')}
        </Button>
      )}
    </>
  )
}
