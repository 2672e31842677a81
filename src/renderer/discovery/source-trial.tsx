import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source, SourceTest } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { IconButton } from '../ui/button'
import { Spinner } from '../ui/dot'
import { SourceTestReport } from './source-test'

export interface Trial {
  readonly run: () => void
  readonly forget: () => void
  readonly isRunning: boolean
  readonly test: SourceTest | undefined
}

/** Tries a kept source, with what is kept of it; changes nothing. */
export function useSourceTrial({ id, type }: Source): Trial {
  const client = useClient()
  const trial = useAction<void, SourceTest>({ mutationFn: () => client.discovery.testSource({ id, type }) })
  const { mutate } = trial
  const { testing, set } = useView()
  // Asked for from elsewhere, such as the palette.
  useEffect(() => {
    if (testing !== id) return
    set({ testing: null })
    mutate()
  }, [testing, id, set, mutate])
  return {
    run: () => mutate(),
    forget: () => trial.reset(),
    isRunning: trial.isPending,
    test: trial.data,
  }
}

/** What the last test of a source found, until it is closed. */
export function SourceTrial({ trial: { test, isRunning, forget } }: { trial: Trial }) {
  const { t } = useTranslation()
  if (!isRunning && test === undefined) return null
  return (
    <section
      aria-label={t('sourceTest.title')}
      className="relative mt-3 rounded-lg border border-line p-3 pr-10 sm:ml-11"
    >
      <div role="status">
        {isRunning ? (
          <p className="flex items-center gap-2 text-muted">
            <Spinner />
            {t('sourceTest.running')}
          </p>
        ) : (
          test && <SourceTestReport test={test} />
        )}
      </div>
      <IconButton label={t('sourceTest.close')} className="absolute top-1.5 right-1.5" onClick={forget}>
        <X />
      </IconButton>
    </section>
  )
}
