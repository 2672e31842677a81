import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { canShowBeyond } from '../notices/notices'
import { useView } from '../shell/view'
import { Switch } from '../ui/switch'
import { Row } from './section'

/** Whether the browser shows notices while the page is not looked at; switching it on is what asks the browser. */
export function BeyondPage({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation()
  const { beyondPage, set } = useView()
  const [permission, setPermission] = useState(permissionNow)
  const change = async (on: boolean) => {
    set({ beyondPage: on })
    if (!on || permission === null) return
    setPermission(await Notification.requestPermission())
    if (!canShowBeyond()) set({ beyondPage: false })
  }
  const isRefused = permission === 'denied' || permission === null
  const hint =
    permission === null ? 'notices.beyondMissing' : isRefused ? 'notices.beyondDenied' : 'notices.beyondHint'
  return (
    <Row field="beyondPage" label={t('setting.beyondPage')} hint={t(hint)}>
      <Switch
        label={t('setting.beyondPage')}
        checked={beyondPage && permission === 'granted'}
        disabled={disabled || isRefused}
        onChange={(on) => void change(on)}
      />
    </Row>
  )
}

/** Null where the browser has no notices, or not for a page like this. */
function permissionNow(): NotificationPermission | null {
  return 'Notification' in window ? Notification.permission : null
}
