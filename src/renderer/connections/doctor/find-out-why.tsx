import { useTranslation } from 'react-i18next'
import type { Server } from '../../../shared/contract/registry'
import { useClient } from '../../bridge/bridge'
import { useView } from '../../shell/view'
import { Button } from '../../ui/button'
import { examine } from './examinations'

/** For a server that is wanted and not reached: has the doctor look, and shows it. */
export function FindOutWhy({ server }: { server: Server }) {
  const { t } = useTranslation()
  const client = useClient()
  const set = useView((view) => view.set)
  const { state, error } = server.connection
  if (error === null || state === 'off' || state === 'connected') return null
  const find = () => {
    set({ tab: 'doctor' })
    examine(client, server)
  }
  return <Button onClick={find}>{t('doctor.findOut')}</Button>
}
