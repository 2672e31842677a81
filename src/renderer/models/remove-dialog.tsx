import { useTranslation } from 'react-i18next'
import type { ModelProvider } from '../../shared/contract/models'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

interface RemoveDialogProps {
  readonly provider: ModelProvider
  /** Whether the default model is had from it. */
  readonly isDefault: boolean
  readonly onClose: () => void
}

/** Asks first: a key that is gone cannot be brought back. */
export function RemoveDialog({ provider: { id, name, hasKey }, isDefault, onClose }: RemoveDialogProps) {
  const { t } = useTranslation()
  const client = useClient()
  const remove = useAction<void, unknown>({
    mutationFn: () => client.models.remove({ provider: id }),
    onSuccess: onClose,
  })
  return (
    <Dialog
      title={t('models.removeTitle', { name })}
      description={t(hasKey ? 'models.removeKey' : 'models.removeText')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(440px,calc(100vw-48px))]"
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('action.remove')}
          </Button>
        </>
      }
    >
      {isDefault && <p>{t('models.removeDefault')}</p>}
    </Dialog>
  )
}
