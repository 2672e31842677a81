import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { AboutSection } from './about-section'
import { AppearanceSection } from './appearance-section'
import { ChatSection } from './chat-section'
import { ConsentsSection } from './consents-section'
import { ApiSection, DataSection } from './data-section'
import { DefaultsSection } from './defaults-section'
import { type SettingSection, sectionId, sectionOf, settingId, settingSections } from './fields'
import { ModelsSection } from './models-section'
import { NoticesSection } from './notices-section'
import { RoutingSection } from './routing-section'
import { StartupSection } from './startup-section'

export function SettingsScreen() {
  const { t } = useTranslation()
  const rpc = useRpc()
  const about = useQuery(rpc.rollcall.about.queryOptions())
  useGoToSetting(about.data !== undefined)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center border-line border-b px-4">
        <h1 className="font-[620] text-lg tracking-[-0.01em]">{t('screen.settings')}</h1>
      </div>
      <div className="@container min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-225 gap-8 p-5 @min-[760px]:grid-cols-[140px_minmax(0,1fr)]">
          <Sections />
          <div className="grid min-w-0 gap-7 pb-10">
            <AppearanceSection />
            <StartupSection />
            <NoticesSection />
            <ModelsSection />
            <ConsentsSection />
            <ChatSection />
            <RoutingSection />
            <DefaultsSection />
            {about.data && (
              <>
                <DataSection about={about.data} />
                <ApiSection about={about.data} />
                <AboutSection about={about.data} />
              </>
            )}
            {about.isPending && <Skeleton className="h-40" />}
            {about.isError && (
              <EmptyState
                title={t('settings.aboutFailed')}
                action={<Button onClick={() => void about.refetch()}>{t('action.retry')}</Button>}
              >
                {refusalSentence(toRefusal(about.error))}
              </EmptyState>
            )}
          </div>
        </div>
      </div>
    </div>
  )
}

/** The sections by name; a press goes there. */
function Sections() {
  const { t } = useTranslation()
  const go = (section: SettingSection) => {
    const place = document.getElementById(sectionId(section))
    place?.scrollIntoView({ block: 'start' })
    if (place) focusIn(place)
  }
  return (
    <ul
      aria-label={t('settings.contents')}
      className="sticky top-5 hidden content-start gap-px self-start @min-[760px]:grid"
    >
      {(Object.keys(settingSections) as SettingSection[]).map((section) => (
        <li key={section}>
          <button
            type="button"
            onClick={() => go(section)}
            className="h-7 w-full truncate rounded-sm px-2 text-left text-muted hover:bg-line hover:text-ink"
          >
            {t(`settings.sections.${section}`)}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Goes to the setting somebody asked for in the palette, once it is on screen. */
function useGoToSetting(complete: boolean): void {
  const { setting, set } = useView()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of the screen comes with `complete`.
  useEffect(() => {
    // What is shown only while something is on leads to its section.
    const place =
      setting &&
      (document.getElementById(settingId(setting)) ?? document.getElementById(sectionId(sectionOf(setting))))
    if (!place) return
    place.scrollIntoView({ block: 'center' })
    focusIn(place)
    set({ setting: null })
  }, [setting, set, complete])
}

function focusIn(place: HTMLElement): void {
  const control = place.querySelector<HTMLElement>(
    'input, button:not(:disabled):not([tabindex="-1"]), [tabindex="0"]',
  )
  ;(control ?? place).focus({ preventScroll: true })
}
