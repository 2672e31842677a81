import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { pickFiles } from './actions/pick-files'
import { useView } from './view'

/** Asks for the press without which no browser lets files be chosen. */
export function PickFilesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (
    <Dialog
      title={t('import.title')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(440px,calc(100vw-48px))]"
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" autoFocus onClick={() => pickFiles({ set })}>
            {t('actions.chooseFiles')}
          </Button>
        </>
      }
    >
      <p className="text-muted">{t('actions.pickText')}</p>
    </Dialog>
  )
}
