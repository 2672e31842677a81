import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRoll } from '../bridge/bridge'
import { BulkPopover } from '../registry/bulk-popover'
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
export function BulkEqual(props: BulkEqualProps) {
  const { t } = useTranslation()
  return (
    <BulkPopover name="selection-equal" label={t('equal.menu')} busy={props.busy}>
      <EqualForm {...props} />
    </BulkPopover>
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
