import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { UsePreview } from '../../shared/contract/clients'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { undoMs } from '../registry/actions'
import { formatList } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { cn } from '../ui/class-names'
import { Dialog } from '../ui/dialog'
import { ScrollFrame } from '../ui/scroll-frame'
import { Select } from '../ui/select'
import { clientName } from './client-name'
import { importDialogLook } from './import-dialog'

interface UseInDialogProps {
  /** Names. */
  readonly servers: readonly string[]
  readonly onClose: () => void
}

/** Writes servers into another program's file, after showing what changes in it. */
export function UseInDialog({ servers, onClose }: UseInDialogProps) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const files = useQuery({
    queryKey: ['clients', 'all'],
    queryFn: () => client.clients.list({ all: true }),
    gcTime: 0,
  })
  const [chosen, setChosen] = useState<string | null>(null)
  const [create, setCreate] = useState(false)
  // Those that are there first; the rest may be made.
  const places = (files.data ?? []).toSorted(
    (one, other) => Number(one.state === 'missing') - Number(other.state === 'missing'),
  )
  const place = places.find(({ path }) => path === chosen) ?? places[0]
  const preview = useQuery({
    queryKey: ['use-in', place?.client, place?.path, servers],
    queryFn: () =>
      client.clients.preview({ client: place?.client ?? '', path: place?.path, servers: [...servers] }),
    enabled: place !== undefined,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  const write = useWrite(servers, onClose)
  const { data } = preview
  const canWrite = data !== undefined && data.diff !== '' && (data.exists || create) && !write.isPending
  return (
    <Dialog
      title={t('useIn.title')}
      description={formatList([...servers])}
      closeLabel={t('action.close')}
      onClose={onClose}
      className={importDialogLook}
      footer={
        <>
          {data && !data.exists && (
            <Checkbox checked={create} onChange={setCreate} className="mr-auto">
              {t('useIn.create')}
            </Checkbox>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            busy={write.isPending}
            disabled={!canWrite}
            onClick={() => data && write.mutate({ preview: data, path: place?.path, create })}
          >
            {t('useIn.write')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <Select
          aria-label={t('useIn.client')}
          value={place?.path ?? ''}
          onChange={({ target }) => {
            setChosen(target.value)
            setCreate(false)
          }}
        >
          {places.map(({ client: id, name, path, state }) => (
            <option key={`${id} ${path}`} value={path}>
              {`${clientName(name, i18n.language)} · ${path}${state === 'missing' ? ` (${t('useIn.missing')})` : ''}`}
            </option>
          ))}
        </Select>
        {(files.error ?? preview.error) && (
          <p role="alert" className="rounded-lg border border-down bg-down-soft p-3">
            {refusalSentence(toRefusal(files.error ?? preview.error))}
          </p>
        )}
        {data && <Shown preview={data} />}
      </div>
    </Dialog>
  )
}

function useWrite(servers: readonly string[], onDone: () => void) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const undo = useAction<{ client: string; undo: string }, unknown>({
    mutationFn: (input) => client.clients.undo(input),
    onSuccess: () => toast(t('useIn.undone')),
  })
  return useAction<{ preview: UsePreview; path: string | undefined; create: boolean }, { undo: string }>({
    mutationFn: ({ preview, path, create }) =>
      client.clients.write({
        client: preview.client,
        path,
        servers: [...servers],
        hash: preview.hash,
        create,
      }),
    onSuccess: ({ undo: key }, { preview }) => {
      toast.success(t('useIn.done', { name: clientName(preview.name, i18n.language) }), {
        duration: undoMs,
        action: {
          label: t('action.undo'),
          onClick: () => undo.mutate({ client: preview.client, undo: key }),
        },
      })
      onDone()
    },
  })
}

/** What changes, line by line, and what a person has to see to. */
function Shown({ preview: { diff, remarks, servers } }: { preview: UsePreview }) {
  const { t } = useTranslation()
  const lines = diff.split('\n').slice(4, -1)
  return (
    <>
      {servers
        .filter(({ outcome }) => outcome === 'no-remote')
        .map(({ server }) => (
          <p key={server} className="text-slow-text">
            {t('useIn.noRemote', { server })}
          </p>
        ))}
      {diff === '' ? (
        <p className="text-muted">{t('useIn.nothing')}</p>
      ) : (
        <ScrollFrame
          label={t('useIn.diff')}
          className="max-h-80 overflow-auto rounded-md border border-line bg-bg py-1 font-mono text-xs leading-[1.55]"
        >
          {lines.map((line, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one difference never move.
              key={index}
              className={cn(
                'whitespace-pre-wrap px-2 text-muted wrap-anywhere',
                line.startsWith('+') && 'bg-up-soft text-up-text',
                line.startsWith('-') && 'bg-down-soft text-down-text',
              )}
            >
              {line}
            </div>
          ))}
        </ScrollFrame>
      )}
      {remarks.map(({ code, server, field, placeholder }) => (
        <p key={`${server} ${field}`} className="break-words text-muted text-sm">
          {t(`useIn.remark.${code}`, { server, field, placeholder })}
        </p>
      ))}
      {diff !== '' && <p className="text-faint text-sm">{t('useIn.backup')}</p>}
    </>
  )
}
