import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFile } from '../../shared/contract/clients'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'
import { doesSomething } from './choices'
import { ClientImport } from './client-import'
import { clientName } from './client-name'
import { IssueLine } from './issue-line'

/** The other programs on this computer that keep lists of servers, and what is in each. */
export function ClientsCard() {
  const { t } = useTranslation()
  const client = useClient()
  const found = useQuery({
    queryKey: ['clients'],
    queryFn: () => client.clients.list({}),
    staleTime: 0,
    gcTime: 0,
  })
  const [open, setOpen] = useState<ClientFile | null>(null)
  const close = () => {
    setOpen(null)
    void found.refetch()
  }
  return (
    <article aria-label={t('clients.title')} className="rounded-xl border border-line p-3.5">
      <div className="flex items-center gap-2">
        <MonitorSmartphone aria-hidden className="size-4 text-faint" />
        <h2 className="font-[560] text-md">{t('clients.title')}</h2>
        <span className="flex-1" />
        <Button look="ghost" busy={found.isFetching} onClick={() => void found.refetch()}>
          {t('clients.look')}
        </Button>
      </div>
      <p className="mt-1 ml-6 text-muted">{t('clients.text')}</p>
      {found.error && (
        <p role="alert" className="mt-2 ml-6 text-down-text">
          {refusalSentence(toRefusal(found.error))}
        </p>
      )}
      {found.data?.length === 0 && <p className="mt-2 ml-6 text-faint">{t('clients.none')}</p>}
      <ul className="mt-2 ml-6 grid gap-2">
        {found.data?.map((file) => (
          <li key={`${file.client} ${file.path}`}>
            <FoundClient file={file} onOpen={() => setOpen(file)} />
          </li>
        ))}
      </ul>
      {open && <ClientImport file={open} onClose={close} />}
    </article>
  )
}

function FoundClient({ file, onOpen }: { file: ClientFile; onOpen: () => void }) {
  const { t, i18n } = useTranslation()
  const name = clientName(file.name, i18n.language)
  const fresh = file.entries.filter(doesSomething).length
  return (
    <div className="grid gap-1">
      <div className="flex min-w-0 items-center gap-2">
        <span className="shrink-0 font-[550]">{name}</span>
        <span dir="ltr" className="min-w-0 flex-1 truncate font-mono text-faint text-xs" title={file.path}>
          {file.path}
        </span>
        {file.source !== null && <Chip look="up">{t('clients.watched')}</Chip>}
        {file.state === 'found' && (
          <span className="shrink-0 text-muted text-sm tabular-nums">
            {t('clients.counts', { count: file.entries.length, fresh })}
          </span>
        )}
        {file.entries.length > 0 && (
          <Button aria-label={t('clients.showOf', { name })} onClick={onOpen}>
            {t('clients.show')}
          </Button>
        )}
      </div>
      {file.issues.map((issue) => (
        <IssueLine key={`${issue.code}${issue.line}`} issue={issue} />
      ))}
    </div>
  )
}
