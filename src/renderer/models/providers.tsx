import { KeyRound, Pencil, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelProvider, ModelTest } from '../../shared/contract/models'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatAge } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { useNow } from '../ui/use-now'
import { Trouble } from './test-result'

interface ProvidersProps {
  readonly providers: readonly ModelProvider[]
  readonly onEdit: (id: string) => void
  readonly onRemove: (id: string) => void
}

/** The providers that are set up, each with what it offers or what is wrong with it. */
export function Providers({ providers, onEdit, onRemove }: ProvidersProps) {
  const { t } = useTranslation()
  return (
    <ul aria-label={t('setting.providers')} className="divide-y divide-line">
      {providers.map((provider) => (
        <Provider
          key={provider.id}
          provider={provider}
          onEdit={() => onEdit(provider.id)}
          onRemove={() => onRemove(provider.id)}
        />
      ))}
    </ul>
  )
}

interface ProviderProps {
  readonly provider: ModelProvider
  readonly onEdit: () => void
  readonly onRemove: () => void
}

function Provider({ provider, onEdit, onRemove }: ProviderProps) {
  const { t } = useTranslation()
  const client = useClient()
  const { id, name, address, baseUrl, hasKey, error } = provider
  const test = useAction<void, ModelTest>({ mutationFn: () => client.models.test({ provider: id }) })
  return (
    <li aria-label={name} className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <div className="min-w-48 flex-1">
          <div className="flex items-center gap-2">
            <bdi className="truncate font-[550]">{name}</bdi>
            {hasKey && (
              <span className="inline-flex items-center gap-1 text-muted text-xs">
                <KeyRound aria-hidden className="size-3" />
                {t('models.keyKept')}
              </span>
            )}
          </div>
          <bdi dir="ltr" className="block select-text break-all font-mono text-muted text-xs">
            {address ?? baseUrl}
          </bdi>
        </div>
        <Offered provider={provider} />
        <span className="flex items-center gap-1">
          <Button
            aria-label={t('models.testName', { name })}
            busy={test.isPending}
            onClick={() => test.mutate()}
          >
            {t('models.test')}
          </Button>
          <IconButton label={t('models.editName', { name })} onClick={onEdit}>
            <Pencil />
          </IconButton>
          <IconButton label={t('models.removeName', { name })} onClick={onRemove}>
            <Trash2 />
          </IconButton>
        </span>
      </div>
      <div role="status" className="not-empty:mt-1.5">
        {error && !test.isPending && <Trouble error={error} />}
      </div>
    </li>
  )
}

/** How many models, as of when. */
function Offered({ provider: { models, modelsAt, error } }: { provider: ModelProvider }) {
  const { t } = useTranslation()
  const now = useNow(60_000)
  if (modelsAt === null)
    return error ? null : <span className="text-muted text-xs">{t('models.untested')}</span>
  return (
    <span className="text-muted text-xs tabular-nums">
      {models.length > 0 ? t('models.count', { count: models.length }) : t('models.unlisted')}
      {' · '}
      {formatAge(modelsAt, now)}
    </span>
  )
}
