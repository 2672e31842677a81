import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useView } from '../../shell/view'
import { formatTimeSpan } from '../../text/format'
import { IconButton } from '../../ui/button'
import { RemovableChip } from '../../ui/chip'
import { type Extent, ranges } from './ranges'
import { scaled, shifted } from './zoom'

/** Looks closer and back by pressing, and says what is looked at while that is not the whole range. */
export function ZoomBar({ extent }: { extent: Extent }) {
  const { t } = useTranslation()
  const { range, zoom, set } = useView()
  const span = zoom && formatTimeSpan(zoom.fromMs, zoom.toMs)
  const whole = () => ({ lengthMs: ranges[range].lengthMs, nowMs: Date.now() })
  const scale = (factor: number) =>
    set({ zoom: scaled(extent, factor, zoom ? (zoom.fromMs + zoom.toMs) / 2 : extent.toMs, whole()) })
  return (
    <fieldset aria-label={t('timeline.zoom.label')} className="flex items-center gap-0.5">
      <IconButton label={t('timeline.zoom.in')} onClick={() => scale(0.5)}>
        <ZoomIn />
      </IconButton>
      {zoom && (
        <>
          <IconButton label={t('timeline.zoom.out')} onClick={() => scale(2)}>
            <ZoomOut />
          </IconButton>
          <IconButton
            label={t('timeline.zoom.earlier')}
            onClick={() => set({ zoom: shifted(zoom, -1, whole()) })}
          >
            <ChevronLeft />
          </IconButton>
          <IconButton
            label={t('timeline.zoom.later')}
            onClick={() => set({ zoom: shifted(zoom, 1, whole()) })}
          >
            <ChevronRight />
          </IconButton>
          <RemovableChip label={t('timeline.zoom.reset', { span })} onRemove={() => set({ zoom: null })}>
            {span}
          </RemovableChip>
        </>
      )}
    </fieldset>
  )
}
