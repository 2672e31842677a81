import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { visibleLine } from '../../shared/visible-text'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatList } from '../text/format'
import { Button } from '../ui/button'

/** Names shown of what a source stopped naming all at once. */
const namesShown = 8

/** What a source stopped naming all at once, and a person's word on it. */
export function HeldServers({ source: { id, held } }: { source: Source }) {
  const { t } = useTranslation()
  const client = useClient()
  const release = useAction<boolean, unknown>({
    mutationFn: (gone) => client.registry.release({ source: id, gone }),
  })
  if (held.length === 0) return null
  const names = held.slice(0, namesShown).map(visibleLine)
  const more = held.length - names.length
  const told = more > 0 ? [...names, t('sourceCard.held.more', { count: more })] : names
  return (
    <section
      aria-label={t('sourceCard.held.title')}
      className="mt-3 grid gap-2 rounded-lg border border-slow bg-slow-soft p-2.5 sm:ml-11"
    >
      <p className="wrap-anywhere">
        {t('sourceCard.held.text', { count: held.length, names: formatList(told) })}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button busy={release.isPending} onClick={() => release.mutate(false)}>
          {t('sourceCard.held.keep')}
        </Button>
        <Button disabled={release.isPending} onClick={() => release.mutate(true)}>
          {t('sourceCard.held.gone')}
        </Button>
      </div>
    </section>
  )
}
