import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type SettingField, type SettingSection, sectionId, settingId } from './fields'

interface SectionProps {
  readonly section: SettingSection
  /** What stands at the end of the title. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One titled card of the settings. */
export function Section({ section, action, children }: SectionProps) {
  const { t } = useTranslation()
  const id = sectionId(section)
  return (
    <section aria-labelledby={`${id}-title`} className="scroll-mt-5" id={id}>
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 id={`${id}-title`} className="flex-1 font-[620] text-md">
          {t(`settings.sections.${section}`)}
        </h2>
        {action}
      </div>
      <div className="divide-y divide-line rounded-xl border border-line bg-panel">{children}</div>
    </section>
  )
}

interface RowProps {
  /** What the palette calls it, and where it leads. */
  readonly field?: SettingField
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly children?: ReactNode
}

/** A setting or a fact: what it is at the left, what can be done at the right. */
export function Row({ field, label, hint, children }: RowProps) {
  return (
    <div
      id={field && settingId(field)}
      tabIndex={-1}
      className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2.5 first:rounded-t-xl last:rounded-b-xl"
    >
      <div className="min-w-48 flex-1">
        <div>{label}</div>
        {hint && <div className="text-muted text-xs">{hint}</div>}
      </div>
      {children}
    </div>
  )
}
