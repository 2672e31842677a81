import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useRoll, useRpc } from '../bridge/bridge'
import { useView } from '../shell/view'

/** How many processes of an earlier run were there when the window opened; says so once, with the way to them. */
export function useLeftovers(): number {
  const { t } = useTranslation()
  const rpc = useRpc()
  const isThere = useRoll() !== undefined
  const { data } = useQuery({
    ...rpc.processes.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
    // After the first picture.
    enabled: isThere,
  })
  const count = data?.leftovers.length ?? 0
  useEffect(() => {
    if (count === 0) return
    const show = () => useView.getState().set({ screen: 'processes' })
    toast(t('leftovers.title', { count }), {
      id: 'leftovers',
      action: { label: t('leftovers.show'), onClick: show },
    })
  }, [count, t])
  return count
}
