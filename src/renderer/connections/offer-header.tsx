import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Resource } from '../../shared/contract/resources'
import { formatBytes, formatDateTime } from '../text/format'
import { IconButton } from '../ui/button'
import { Chip } from '../ui/chip'

interface OfferHeaderProps {
  readonly of: Pick<Resource, 'name' | 'title' | 'description' | 'mimeType' | 'size' | 'annotations'>
  /** An address below the name, to be copied. */
  readonly address?: string
}

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
        <h3 className="mr-1 min-w-0 break-words font-[560] text-md">
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
          <code className="min-w-0 break-all font-mono text-muted text-xs">
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
      {description && (
        <p className="max-h-28 max-w-prose overflow-y-auto whitespace-pre-line break-words text-muted">
          {description}
        </p>
      )}
    </header>
  )
}
