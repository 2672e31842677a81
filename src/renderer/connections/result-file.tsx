import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../text/format'
import { Button } from '../ui/button'
import { saveFile } from '../ui/save-file'
import { bytesOf, sizeOf } from './media'

interface ResultFileProps {
  /** Base64. */
  readonly data: string
  readonly mimeType: string
  readonly name: string
  /** A sound. */
  readonly playable: boolean
}

/** Bytes that are not shown: heard where they are a sound, saved in any case. */
export function ResultFile({ data, mimeType, name, playable }: ResultFileProps) {
  const { t } = useTranslation()
  const [silent, setSilent] = useState(false)
  const save = () => {
    const bytes = bytesOf(data)
    if (bytes) saveFile(`${name}.${mimeType.split('/')[1] ?? 'bin'}`, bytes, 'application/octet-stream')
  }
  return (
    <div className="grid justify-items-start gap-1 rounded-md border border-line bg-bg p-2.5">
      {playable && !silent && (
        // biome-ignore lint/a11y/useMediaCaption: a tool sends a sound and no words to it.
        <audio
          controls
          preload="metadata"
          aria-label={t('toolResult.audio', { type: mimeType })}
          src={`data:${mimeType};base64,${data}`}
          onError={() => setSilent(true)}
          className="h-10 w-full max-w-96"
        />
      )}
      {silent && <p className="text-faint">{t('toolResult.brokenAudio')}</p>}
      <div className="flex w-full flex-wrap items-center gap-2 text-faint text-xs tabular-nums">
        <span className="min-w-0 flex-1 break-all">
          {mimeType} · {formatBytes(sizeOf(data))}
        </span>
        <Button look="ghost" onClick={save}>
          <Download className="size-3.5" />
          {t('toolResult.saveFile')}
        </Button>
      </div>
    </div>
  )
}
