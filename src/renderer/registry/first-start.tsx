import { FileDown, FlaskConical, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { ImportButton } from '../discovery/import-button'
import { useView } from '../shell/view'
import { Button } from '../ui/button'

/** The three ways to the first server. */
export function FirstStart() {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const client = useClient()
  const samples = useAction<void, unknown>({ mutationFn: () => client.discovery.startSamples() })
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-6">
      <h1 className="mt-auto text-center font-[620] text-xl tracking-[-0.015em]">{t('first.title')}</h1>
      <p className="mx-auto mt-1.5 max-w-130 text-center text-md text-muted">{t('first.intro')}</p>
      <div className="mx-auto mt-7 mb-auto grid max-w-230 grid-cols-3 gap-3.5 max-[800px]:mt-5 max-[800px]:w-full max-[800px]:max-w-140 max-[800px]:grid-cols-1">
        <Way icon={<FileDown />} title={t('first.drop')} text={t('first.dropText')}>
          <ImportButton />
        </Way>
        <Way icon={<Plus />} title={t('first.add')} text={t('first.addText')}>
          <Button onClick={() => set({ overlay: { kind: 'add' } })}>{t('action.add')}</Button>
        </Way>
        <Way icon={<FlaskConical />} title={t('first.samples')} text={t('first.samplesText')}>
          <Button look="primary" busy={samples.isPending} onClick={() => samples.mutate()}>
            {t('action.samples')}
          </Button>
        </Way>
      </div>
    </div>
  )
}

function Way({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode
  title: string
  text: string
  children: ReactNode
}) {
  return (
    <section className="grid grid-rows-[auto_auto_1fr_auto] justify-items-start rounded-xl border border-line bg-raised p-4.5 max-[800px]:grid-cols-[auto_minmax(0,1fr)_auto] max-[800px]:grid-rows-[auto_auto] max-[800px]:items-center max-[800px]:gap-x-3.5 max-[800px]:p-3.5">
      <span className="mb-3 grid size-9 place-items-center rounded-lg bg-accent-soft text-accent-text max-[800px]:row-span-2 max-[800px]:mb-0 [&>svg]:size-[18px]">
        {icon}
      </span>
      <h2 className="font-[620] text-md">{title}</h2>
      <p className="mt-1 mb-4 text-muted max-[800px]:col-start-2 max-[800px]:mt-0 max-[800px]:mb-0">{text}</p>
      <div className="max-[800px]:col-start-3 max-[800px]:row-span-2 max-[800px]:row-start-1">{children}</div>
    </section>
  )
}
