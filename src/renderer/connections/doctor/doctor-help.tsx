import { useTranslation } from 'react-i18next'
import type { DoctorCode } from '../../../shared/contract/doctor'
import en from '../../../shared/text/help/en.json'
import zh from '../../../shared/text/help/zh.json'

const parts = ['means', 'causes', 'help'] as const

/** What a code means, why it usually comes, and what to do. */
export function DoctorHelp({ code }: { code: DoctorCode }) {
  const { t, i18n } = useTranslation()
  const text = (i18n.language === 'zh' ? zh : en)[code]
  return (
    <dl className="grid max-w-prose gap-2 pb-1">
      {parts.map((part) => (
        <div key={part}>
          <dt className="font-[550] text-sm">{t(`doctor.${part}`)}</dt>
          <dd className="text-muted">{text[part]}</dd>
        </div>
      ))}
      <div className="text-faint text-xs">
        <dt className="inline">{t('doctor.code')}</dt> <dd className="inline font-mono">{code}</dd>
      </div>
    </dl>
  )
}
