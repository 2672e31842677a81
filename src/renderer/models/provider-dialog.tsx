import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownProvider, ModelProvider } from '../../shared/contract/models'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { KindList } from './kind-list'
import { ProviderForm } from './provider-form'

interface ProviderDialogProps {
  /** The one to change; without it one is added. */
  readonly provider?: ModelProvider
  /** Ids a new one cannot have. */
  readonly taken: readonly string[]
  readonly onClose: () => void
}

/** Adds a provider, first by its kind, or changes one. */
export function ProviderDialog({ provider, taken, onClose }: ProviderDialogProps) {
  const { t, i18n } = useTranslation()
  const rpc = useRpc()
  const known = useQuery({ ...rpc.models.known.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  const [chosen, setChosen] = useState<KnownProvider | null>(null)
  const kind = provider ? known.data?.find((each) => each.kind === provider.kind) : chosen
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  if (kind)
    return (
      <ProviderForm
        kind={kind}
        title={
          provider
            ? t('models.editTitle', { name: provider.name })
            : t('models.addTitle', { name: kind.name[language] })
        }
        usualName={kind.name[language]}
        id={provider?.id ?? freeId(kind.kind, taken)}
        {...(provider && { provider })}
        {...(!provider && { onBack: () => setChosen(null) })}
        onClose={onClose}
      />
    )
  return (
    <Dialog
      title={t('models.add')}
      description={t('models.addText')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="h-[min(600px,calc(100vh-48px))]"
      footer={<Button onClick={onClose}>{t('action.cancel')}</Button>}
    >
      {known.isPending && (
        <div role="status" aria-label={t('settings.loading')} className="grid gap-3 py-2">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/4" />
        </div>
      )}
      {known.isError && (
        <EmptyState
          title={t('models.knownFailed')}
          action={<Button onClick={() => void known.refetch()}>{t('action.retry')}</Button>}
        >
          {refusalSentence(toRefusal(known.error))}
        </EmptyState>
      )}
      {known.data && <KindList kinds={known.data} language={language} onChoose={setChosen} />}
    </Dialog>
  )
}

/** The kind's own name, with a number where that is taken. */
function freeId(kind: string, taken: readonly string[]): string {
  let id = kind
  for (let number = 2; taken.includes(id); number += 1) id = `${kind}-${number}`
  return id
}
