import { Copy, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useSettings } from '../bridge/bridge'
import { formatAge, formatUntil } from '../text/format'
import { useNow } from '../ui/use-now'

/** What is out of the ordinary in where a server comes from: nobody names it any more, or another has its name. */
export function ProvenanceNotes({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { twinOf, missingSince } = server
  return (
    <>
      {twinOf !== undefined && (
        <Note icon={<Copy aria-hidden className="size-3.5" />} title={t('provenance.twin')}>
          {t('provenance.twinAbout', { name: twinOf })}
        </Note>
      )}
      {missingSince !== undefined && <MissingNote since={missingSince} />}
    </>
  )
}

function MissingNote({ since }: { since: string }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const leaseMs = useSettings()?.discoveryLeaseMs
  const ends = leaseMs === undefined ? since : new Date(Date.parse(since) + leaseMs).toISOString()
  const values = { age: formatAge(since, now), when: formatUntil(ends, now) }
  return (
    <Note icon={<Hourglass aria-hidden className="size-3.5" />} title={t('provenance.missing')}>
      {t('provenance.missingAbout', values)}
    </Note>
  )
}

function Note({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-slow bg-slow-soft p-3">
      <h3 className="flex items-center gap-2 font-[560]">
        {icon}
        {title}
      </h3>
      <p className="mt-1 break-words tabular-nums">{children}</p>
    </section>
  )
}

/** The same in a row: a word, the whole in its title. */
export function ProvenanceMark({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { twinOf, missingSince } = server
  if (twinOf === undefined && missingSince === undefined) return null
  const isMissing = missingSince !== undefined
  return (
    <span
      title={isMissing ? t('provenance.missing') : t('provenance.twin')}
      className="shrink-0 text-slow-text text-xs"
    >
      {isMissing ? t('provenance.missingShort') : t('provenance.twinShort')}
    </span>
  )
}
