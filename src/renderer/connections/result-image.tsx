import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { bytesOf, sizeOf } from './media'

interface ResultImageProps {
  /** Base64. */
  readonly data: string
  readonly mimeType: string
  /** Its facts and the way to save it stand elsewhere. */
  readonly bare?: boolean
}

/** A picture of a tool: small here, as large as it is with a press. */
export function ResultImage({ data, mimeType, bare = false }: ResultImageProps) {
  const { t } = useTranslation()
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [state, setState] = useState<'here' | 'large' | 'broken'>('here')
  const source = `data:${mimeType};base64,${data}`
  const alt = t('content.image', { type: mimeType })
  const facts = [
    mimeType,
    size && `${formatNumber(size.width)} × ${formatNumber(size.height)}`,
    formatBytes(sizeOf(data)),
  ]
    .filter((fact) => fact)
    .join(' · ')
  const save = () => {
    const bytes = bytesOf(data)
    if (bytes) saveFile(`image.${mimeType.slice('image/'.length)}`, bytes, mimeType)
  }
  return (
    <figure className="grid min-w-0 justify-items-start gap-1">
      {state === 'broken' ? (
        <p className="text-faint">{t('toolResult.brokenImage')}</p>
      ) : (
        <button
          type="button"
          title={t('toolResult.enlarge')}
          onClick={() => setState('large')}
          className="max-w-full overflow-hidden rounded-md border border-line bg-bg hover:border-control-edge"
        >
          <img
            src={source}
            alt={alt}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
            onError={() => setState('broken')}
            className="block max-h-72 min-h-6 min-w-6 max-w-full object-contain"
          />
        </button>
      )}
      {!bare && (
        <figcaption className="flex items-center gap-1 text-faint text-xs tabular-nums">
          {facts}
          <IconButton label={t('toolResult.saveFile')} onClick={save}>
            <Download />
          </IconButton>
        </figcaption>
      )}
      {state === 'large' && (
        <Dialog
          title={alt}
          description={facts}
          closeLabel={t('action.close')}
          onClose={() => setState('here')}
          className="w-[min(1200px,calc(100vw-48px))]"
          footer={
            <>
              <Button onClick={save}>{t('toolResult.saveFile')}</Button>
              <Button onClick={() => setState('here')}>{t('action.close')}</Button>
            </>
          }
        >
          <img src={source} alt={alt} className="mx-auto block max-w-full rounded-md border border-line" />
        </Dialog>
      )}
    </figure>
  )
}
