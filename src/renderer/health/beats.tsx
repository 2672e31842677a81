import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Beat } from '../../shared/contract/health'
import { formatMs } from '../text/format'
import { barsOf, barsShown, pitch, stripHeight } from './bars'

const width = barsShown * pitch - 2

const colours = { u: 'stroke-up', s: 'stroke-slow', d: 'stroke-down', none: 'stroke-line-strong' } as const

/** The last checks as bars, newest at the right: height by latency, colour by outcome; one image with one sentence. */
export const Beats = memo(function Beats({ beats }: { beats: readonly Beat[] }) {
  const { t } = useTranslation()
  const label = beatsSentence(beats, t)
  const bars = barsOf(beats)
  return (
    <div role="img" aria-label={label} className="overflow-hidden">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${stripHeight}`}
        // A narrow column keeps the newest.
        preserveAspectRatio="xMaxYMid slice"
        style={{ width: '100%', maxWidth: width, height: stripHeight }}
      >
        {(['none', 'u', 's', 'd'] as const).map((mark) => (
          <path key={mark} d={bars[mark]} className={colours[mark]} strokeWidth={3.6} strokeLinecap="round" />
        ))}
      </svg>
    </div>
  )
})

/** `Last 40 checks: 2 failed, 3 ms to 41 ms`. */
export function beatsSentence(beats: readonly Beat[], t: TFunction): string {
  if (beats.length === 0) return t('beats.none')
  const latencies = beats.flatMap((beat) => (beat.latencyMs === null ? [] : [beat.latencyMs]))
  return t('beats.summary', {
    count: beats.length,
    failed: beats.filter((beat) => beat.mark === 'd').length,
    fastest: latencies.length > 0 ? formatMs(Math.min(...latencies)) : '–',
    slowest: latencies.length > 0 ? formatMs(Math.max(...latencies)) : '–',
  })
}
