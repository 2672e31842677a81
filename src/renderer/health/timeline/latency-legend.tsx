import { useTranslation } from 'react-i18next'

/** Which line is which. */
export function LatencyLegend() {
  const { t } = useTranslation()
  return (
    <ul aria-label={t('timeline.lines')} className="flex items-center gap-3 text-muted text-xs">
      {(['p50', 'p95'] as const).map((line) => (
        <li key={line} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 14 2" className="h-0.5 w-3.5">
            <path
              d="M0 1H14"
              strokeWidth={line === 'p50' ? 2 : 1.5}
              strokeDasharray={line === 'p50' ? undefined : '3 2'}
              className={line === 'p50' ? 'stroke-accent' : 'stroke-muted'}
            />
          </svg>
          {t(`timeline.${line}Line`)}
        </li>
      ))}
    </ul>
  )
}
