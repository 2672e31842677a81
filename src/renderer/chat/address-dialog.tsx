import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { openLink } from '../bridge/open-link'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { WebPage } from './web-page'

/** Where a stranger's link leads, before anybody goes there. */
export function AddressDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const { t } = useTranslation()
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    toast.success(t('content.addressCopied'))
  }
  const open = () => {
    openLink(address)
    onClose()
  }
  return (
    <Dialog
      title={t('chat.link.title')}
      description={t('chat.link.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button look="ghost" onClick={() => void copy()}>
            {t('content.copyAddress')}
          </Button>
          <span className="flex-1" />
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" onClick={open}>
            {t('chat.link.open')}
          </Button>
        </>
      }
    >
      <WebPage address={address} />
    </Dialog>
  )
}
