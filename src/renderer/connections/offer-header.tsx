import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Resource } from '../../shared/contract/resources'
import { formatBytes, formatDateTime } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'

interface OfferHeaderProps {
  readonly of: Pick<Resource, 'name' | 'title' | 'description' | 'mimeType' | 'size' | 'annotations'>
  /** An address below the name, to be copied. */
  readonly address?: string
}

/** Longer descriptions are cut first; in characters. */
const shownMax = 240

/** What a server says of one thing it offers: a stranger's words, as text. */
export function OfferHeader({ of, address }: OfferHeaderProps) {
  const { t } = useTranslation()
  const { name, title, description, mimeType, size, annotations = {} } = of
  const { audience = [], lastModified = '' } = annotations
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast.success(t('content.addressCopied'))
  }
  return (
    <header className="grid gap-0.5">
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <h3 title={title ?? name} className="mr-1 line-clamp-2 min-w-0 break-words font-[560] text-md">
          <bdi>{title ?? name}</bdi>
        </h3>
        {title !== undefined && title !== name && <Chip title={name}>{name}</Chip>}
        {mimeType && <Chip title={mimeType}>{mimeType}</Chip>}
        {size !== undefined && <Chip className="tabular-nums">{formatBytes(size)}</Chip>}
        {audience.includes('user') && <Chip>{t('content.forUser')}</Chip>}
        {audience.includes('assistant') && <Chip>{t('content.forAssistant')}</Chip>}
        {!Number.isNaN(Date.parse(lastModified)) && (
          <Chip title={t('content.modified', { time: formatDateTime(lastModified) })}>
            {t('content.modified', { time: formatDateTime(lastModified) })}
          </Chip>
        )}
      </div>
      {address !== undefined && (
        <div className="flex min-w-0 items-center gap-1">
          <code title={address} className="line-clamp-2 min-w-0 break-all font-mono text-muted text-xs">
            <bdi>{address}</bdi>
          </code>
          <IconButton
            label={t('content.copyAddress')}
            className="size-6 [&>svg]:size-3.5"
            onClick={() => void copy(address)}
          >
            <Copy />
          </IconButton>
        </div>
      )}
      {description && <Description text={description} />}
    </header>
  )
}

function Description({ text }: { text: string }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > shownMax
  return (
    <>
      <p className="max-w-prose whitespace-pre-line break-words text-muted">
        {cut ? `${text.slice(0, shownMax)}…` : text}
      </p>
      {cut && (
        <Button look="ghost" className="-ml-2.5 justify-self-start" onClick={() => setWhole(true)}>
          {t('tools.showAll', { count: text.length })}
        </Button>
      )}
    </>
  )
}
