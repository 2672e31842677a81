import type { TFunction } from 'i18next'
import { FileJson2, Globe, Hand, Plug, Radar } from 'lucide-react'
import { sourceTypes } from '../../shared/contract/discovery'

const icons = { manual: Hand, file_watch: FileJson2, http_polling: Globe, multicast: Radar }

/** The mark of a kind of source; one a plug-in brought has a plug's. */
export function SourceKindIcon({ type, className }: { type: string; className?: string }) {
  const known = sourceTypes.find((each) => each === type)
  const Icon = known ? icons[known] : Plug
  return <Icon aria-hidden className={className} />
}

/** What a kind is called; one a plug-in brought by its own name. */
export function sourceKindText(t: TFunction, type: string): string {
  const known = sourceTypes.find((each) => each === type)
  return known ? t(`sourceKind.${known}`) : type
}
