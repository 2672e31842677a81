import { Equal } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Of which service a server is; in a row that has no room the mark alone. */
export function EqualMark({ service }: { service: string }) {
  const { t } = useTranslation()
  const sentence = t('equal.of', { service })
  return (
    <span
      role="img"
      aria-label={sentence}
      title={sentence}
      className="flex min-w-0 items-center gap-0.5 text-faint text-xs"
    >
      <Equal aria-hidden className="size-3.5 shrink-0" />
      <bdi className="max-w-24 truncate @max-[720px]:hidden">{service}</bdi>
    </span>
  )
}
