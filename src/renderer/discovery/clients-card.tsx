import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ClientFile } from '../../shared/contract/clients'
import type { Source } from '../../shared/contract/discovery'
import { useClient, useSources } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { undoMs } from '../registry/actions'
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
            <FoundClient file={file} onOpen={() => setOpen(file)} onWatch={() => void found.refetch()} />
          </li>
        ))}
      </ul>
      {open && <ClientImport file={open} onClose={close} />}
    </article>
  )
}

interface FoundClientProps {
  readonly file: ClientFile
  readonly onOpen: () => void
  readonly onWatch: () => void
}

function FoundClient({ file, onOpen, onWatch }: FoundClientProps) {
  const { t, i18n } = useTranslation()
  const name = clientName(file.name, i18n.language)
  const fresh = file.entries.filter(doesSomething).length
  const watch = useWatch(file, onWatch)
  return (
    <div className="grid gap-1">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="shrink-0 font-[550]">{name}</span>
        {file.source !== null && <Chip look="up">{t('clients.watched')}</Chip>}
        {file.state === 'found' && (
          <span className="shrink-0 text-muted text-sm tabular-nums">
            {t('clients.counts', { count: file.entries.length })}
            {fresh > 0 && ` · ${t('clients.fresh', { count: fresh })}`}
          </span>
        )}
        <span className="ml-auto flex shrink-0 gap-1.5">
          {file.source === null && (
            <Button
              look="ghost"
              aria-label={t('clients.watchOf', { name })}
              busy={watch.isPending}
              onClick={() => watch.mutate()}
            >
              {t('clients.watch')}
            </Button>
          )}
          {file.entries.length > 0 && (
            <Button aria-label={t('clients.showOf', { name })} onClick={onOpen}>
              {t('clients.show')}
            </Button>
          )}
        </span>
      </div>
      <span dir="ltr" className="truncate font-mono text-faint text-xs" title={file.path}>
        {file.path}
      </span>
      {file.issues.map((issue) => (
        <IssueLine key={`${issue.code}${issue.line}`} issue={issue} />
      ))}
    </div>
  )
}

/** Makes the file a source; taking it back removes that source and what it named. */
function useWatch({ client: id, name, path }: ClientFile, onDone: () => void) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const known = useSources()?.sources.map((source) => source.id) ?? []
  const undo = useAction<string, unknown>({
    mutationFn: (source) => client.discovery.removeSource({ id: source }),
    onSuccess: onDone,
  })
  return useAction<void, Source>({
    mutationFn: () => client.clients.watch({ client: id, path }),
    onSuccess: (source) => {
      toast.success(t('clients.watching', { name: clientName(name, i18n.language) }), {
        duration: undoMs,
        // One that was there before under another path is not to go.
        ...(!known.includes(source.id) && {
          action: { label: t('action.undo'), onClick: () => undo.mutate(source.id) },
        }),
      })
      onDone()
    },
  })
}
