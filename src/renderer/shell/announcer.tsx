import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useRoll } from '../bridge/bridge'
import { standingOf } from '../registry/tone'
import { formatList } from '../text/format'

const batchMs = 3_000
const namedMax = 3

/** Tells screen readers which servers came to stand differently, at most once in three seconds. */
export function Announcer() {
  const { t } = useTranslation()
  const roll = useRoll()
  const latest = useRef<readonly Server[]>([])
  const [said, say] = useState('')
  useEffect(() => {
    latest.current = roll?.servers ?? []
  }, [roll])

  useEffect(() => {
    let known: ReadonlyMap<string, string> | undefined
    const timer = setInterval(() => {
      const now = new Map(latest.current.map((server) => [server.id, standingOf(server).word]))
      const before = known
      known = now
      if (!before) return
      const changed = latest.current.filter(({ id }) => before.has(id) && before.get(id) !== now.get(id))
      if (changed.length === 0) return
      if (changed.length > namedMax) return say(t('announce.many', { count: changed.length }))
      const phrases = changed.map((server) => `${server.name}: ${t(`standing.${standingOf(server).word}`)}`)
      say(formatList(phrases))
    }, batchMs)
    return () => clearInterval(timer)
  }, [t])

  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}
