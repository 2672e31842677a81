import { Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { formatBytes } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { JsonTree } from '../ui/json-tree'
import { saveFile } from '../ui/save-file'
import { Segmented } from '../ui/segmented'
import { LongText } from './long-text'
import { bytesOf, fileNameOf, jsonOf, pictureType } from './media'
import { ResultImage } from './result-image'

/** A piece of text or bytes of a server. */
interface Content {
  /** Where it belongs; names the file it is saved as. */
  readonly uri: string
  readonly mimeType?: string | undefined
  readonly text?: string | undefined
  readonly blob?: string | undefined
  /** Characters of a text, bytes of a blob. */
  readonly size: number
  /** The text stops early, or the blob was left out. */
  readonly cut: boolean
}

type View = 'tree' | 'text'

interface ContentBodyProps {
  readonly content: Content
  /** Its address is not told elsewhere. */
  readonly named: boolean
  /** The type that is told elsewhere. */
  readonly knownType?: string | undefined
}

/** A piece of content under what is known of it. Nothing in it is fetched, run or followed. */
export function ContentBody({ content, named, knownType }: ContentBodyProps) {
  const { t } = useTranslation()
  const [view, setView] = useState<View>('tree')
  const { uri, mimeType, text, size, cut } = content
  const json = text === undefined || cut ? undefined : jsonOf(text, mimeType)
  return (
    <section aria-label={uri} className="grid min-w-0 gap-1.5">
      <div className="flex min-h-7 min-w-0 items-center gap-2">
        {named && (
          <code title={uri} className="min-w-0 truncate font-mono text-muted text-xs">
            <bdi>{uri}</bdi>
          </code>
        )}
        {mimeType && mimeType !== knownType && <Chip title={mimeType}>{mimeType}</Chip>}
        <span className="shrink-0 text-muted text-sm tabular-nums">
          {text === undefined ? formatBytes(size) : t('content.characters', { count: size })}
        </span>
        <span className="flex-1" />
        {json && (
          <Segmented<View>
            label={t('content.view')}
            value={view}
            onChange={setView}
            options={[
              { value: 'tree', label: t('content.tree') },
              { value: 'text', label: t('content.text') },
            ]}
          />
        )}
        <ContentActions content={content} />
      </div>
      {json && view === 'tree' ? (
        <div className="overflow-x-auto rounded-md border border-line bg-bg py-1 pr-2 pl-6">
          <JsonTree value={json} moreLabel={(count) => t('tools.more', { count })} />
        </div>
      ) : (
        <Plain content={content} />
      )}
    </section>
  )
}

function Plain({ content }: { content: Content }) {
  const { t } = useTranslation()
  const save = useSave(content)
  const { mimeType, text, blob, size, cut } = content
  const picture = pictureType(mimeType)
  if (text === '' && !cut) return <p className="text-faint">{t('content.empty')}</p>
  if (text !== undefined)
    return (
      <>
        {text !== '' && <LongText text={text} className="max-h-none" />}
        {cut && <p className="text-slow-text">{t('content.cutText', { shown: text.length, count: size })}</p>}
      </>
    )
  if (cut) return <p className="text-slow-text">{t('content.cutBlob')}</p>
  if (picture && blob !== undefined) return <ResultImage data={blob} mimeType={picture} bare />
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted">
      {t('content.binary')}
      <Button onClick={save}>{t('content.save')}</Button>
    </p>
  )
}

function ContentActions({ content }: { content: Content }) {
  const { t } = useTranslation()
  const save = useSave(content)
  const { text, cut } = content
  const copy = async () => {
    await navigator.clipboard.writeText(text ?? '')
    toast.success(t('content.copied'))
  }
  return (
    <span className="flex shrink-0">
      {text !== undefined && text !== '' && (
        <IconButton label={t('content.copy')} onClick={() => void copy()}>
          <Copy />
        </IconButton>
      )}
      {!cut && (
        <IconButton label={t('content.save')} onClick={save}>
          <Download />
        </IconButton>
      )}
    </span>
  )
}

function useSave({ uri, mimeType, text, blob = '' }: Content): () => void {
  const { t } = useTranslation()
  return () => {
    const bytes = text ?? bytesOf(blob)
    if (bytes === undefined) toast.error(t('content.notBase64'))
    else saveFile(fileNameOf(uri), bytes, mimeType ?? 'application/octet-stream')
  }
}
