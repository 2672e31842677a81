import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useView } from '../shell/view'
import { formatBytes } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'

interface ResourceCardProps {
  readonly server: string
  /** As the tool sent it. */
  readonly resource: Readonly<Record<string, unknown>>
  /** What came with it; without, it is only named. */
  readonly children?: ReactNode
}

/** A resource an answer names or brings: shown, copied, opened among the server's resources, never followed. */
export function ResourceCard({ server, resource, children }: ResourceCardProps) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const uri = String(resource.uri)
  const name = textOf(resource.title) ?? textOf(resource.name)
  const facts = [
    textOf(resource.mimeType),
    typeof resource.size === 'number' && Number.isFinite(resource.size) && formatBytes(resource.size),
  ].filter((fact) => fact)
  const copy = async () => {
    await navigator.clipboard.writeText(uri)
    toast.success(t('toolResult.uriCopied'))
  }
  return (
    <article
      aria-label={t(children ? 'toolResult.resourceOf' : 'toolResult.linkOf', { server, name: name ?? uri })}
      className="grid min-w-0 gap-1.5 rounded-md border border-line bg-bg p-2.5"
    >
      <div className="flex min-w-0 items-center gap-2">
        <Chip>{children ? t('tools.resource') : t('tools.link')}</Chip>
        {name !== undefined && (
          <bdi title={name} className="min-w-0 truncate font-[550]">
            {name}
          </bdi>
        )}
        <span className="flex-1" />
        <IconButton label={t('toolResult.copyUri')} onClick={() => void copy()}>
          <Copy />
        </IconButton>
        <Button onClick={() => set({ tab: 'resources', resource: uri })}>
          {t('toolResult.openResource')}
        </Button>
      </div>
      <code className="break-all font-mono text-muted text-xs">
        <bdi>{uri.slice(0, 2_000)}</bdi>
      </code>
      {textOf(resource.description) !== undefined && (
        <p dir="auto" className="max-h-28 overflow-y-auto break-words text-sm">
          {textOf(resource.description)}
        </p>
      )}
      {facts.length > 0 && <p className="text-faint text-xs tabular-nums">{facts.join(' · ')}</p>}
      {children}
    </article>
  )
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, 2_000) : undefined
}
