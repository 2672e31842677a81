import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useModels } from '../bridge/bridge'
import { ModelTerms } from '../models/model-terms'
import { ProviderDialog } from '../models/provider-dialog'
import { Providers } from '../models/providers'
import { RemoveDialog } from '../models/remove-dialog'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { DefaultModel } from './default-model'
import { settingId } from './fields'
import { Row, Section } from './section'

type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly id: string }

/** Whom the chat may ask, with which keys, and what it asks when nobody says otherwise. */
export function ModelsSection() {
  const { t } = useTranslation()
  const models = useModels()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const provider = models?.providers.find(({ id }) => open !== null && open.kind !== 'add' && id === open.id)
  const add = (
    <Button onClick={() => setOpen({ kind: 'add' })}>
      <Plus aria-hidden className="size-3.5" />
      {t('models.add')}
    </Button>
  )
  const isEmpty = models?.providers.length === 0
  return (
    <Section section="models" action={isEmpty ? undefined : add}>
      {!models && (
        <div role="status" aria-label={t('settings.loading')} className="p-4">
          <Skeleton className="w-1/3" />
        </div>
      )}
      {isEmpty && (
        // What leads to a setting of models leads here while there are none.
        <div id={settingId('defaultModel')} tabIndex={-1}>
          <div id={settingId('providers')} tabIndex={-1}>
            <EmptyState title={t('models.emptyTitle')} action={add}>
              {t('models.empty')}
            </EmptyState>
          </div>
        </div>
      )}
      {models && !isEmpty && (
        <>
          <DefaultModel models={models} />
          <ModelTerms config={models.llm_config} />
          <Row field="providers" label={t('setting.providers')} hint={t('models.providersHint')} />
          <Providers
            providers={models.providers}
            onEdit={(id) => setOpen({ kind: 'edit', id })}
            onRemove={(id) => setOpen({ kind: 'remove', id })}
          />
        </>
      )}
      {models && open?.kind === 'add' && (
        <ProviderDialog taken={models.providers.map(({ id }) => id)} onClose={close} />
      )}
      {provider && open?.kind === 'edit' && <ProviderDialog provider={provider} taken={[]} onClose={close} />}
      {provider && open?.kind === 'remove' && (
        <RemoveDialog
          provider={provider}
          isDefault={models?.llm_config?.provider === provider.id}
          onClose={close}
        />
      )}
    </Section>
  )
}
