import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Source } from '../../shared/contract/discovery'
import { useAction } from '../bridge/use-action'
import { IconButton } from '../ui/button'
import { sourceKindText } from './source-kind'

/** The kind and the full path; where there is no room the middle gives way, since both ends tell more. */
export function SourceAddress({ source: { address, type } }: { source: Pick<Source, 'address' | 'type'> }) {
  const { t } = useTranslation()
  const copy = useAction<void, void>({
    mutationFn: () => navigator.clipboard.writeText(address),
    onSuccess: () => {
      toast(t('sourceCard.copied'))
    },
  })
  const cut = Math.max(address.lastIndexOf('/'), address.lastIndexOf('\\'))
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-faint text-xs">
      <span className="shrink-0">{sourceKindText(t, type)}</span>
      <span dir="ltr" title={address} className="flex min-w-0 font-mono">
        <span className="truncate">{address.slice(0, cut)}</span>
        <span className="max-w-[70%] shrink-0 truncate">{address.slice(cut)}</span>
      </span>
      <IconButton
        label={t('sourceCard.copy')}
        className="size-6 shrink-0 [&>svg]:size-3.5"
        onClick={() => copy.mutate()}
      >
        <Copy />
      </IconButton>
    </p>
  )
}
