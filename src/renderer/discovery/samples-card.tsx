import { FlaskConical } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SamplesState } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'

/** The sample servers, to start and to stop. */
export function SamplesCard({ samples }: { samples: SamplesState }) {
  const { t } = useTranslation()
  const client = useClient()
  const start = useAction<void, SamplesState>({ mutationFn: () => client.discovery.startSamples() })
  const stop = useAction<void, SamplesState>({ mutationFn: () => client.discovery.stopSamples() })
  return (
    <article aria-label={t('samples.title')} className="rounded-xl border border-line border-dashed p-3.5">
      <div className="flex items-center gap-2">
        <FlaskConical aria-hidden className="size-4 text-faint" />
        <h2 className="font-[560] text-md">{t('samples.title')}</h2>
        {samples.running && <Chip look="up">{t('samples.running')}</Chip>}
        <span className="flex-1" />
        {samples.running ? (
          <Button busy={stop.isPending} onClick={() => stop.mutate()}>
            {t('samples.stop')}
          </Button>
        ) : (
          <Button busy={start.isPending} onClick={() => start.mutate()}>
            {t('action.samples')}
          </Button>
        )}
      </div>
      <p className="mt-1 ml-6 text-muted">{t('samples.text')}</p>
      {samples.running && (
        <ul className="mt-1.5 ml-6 grid gap-0.5 font-mono text-faint text-xs">
          {samples.servers.map((server) => (
            <li key={server.name}>
              {server.name} · {server.url}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
