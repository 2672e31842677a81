import { Command } from 'cmdk'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownProvider } from '../../shared/contract/models'

interface KindListProps {
  readonly kinds: readonly KnownProvider[]
  readonly language: 'en' | 'zh'
  readonly onChoose: (kind: KnownProvider) => void
}

/** The kinds of providers Rollcall knows, found by their name in either language or by their address. */
export function KindList({ kinds, language, onChoose }: KindListProps) {
  const { t } = useTranslation()
  const search = useRef<HTMLInputElement>(null)
  // It comes after the dialog opened, which found nothing to give the focus to.
  useEffect(() => search.current?.focus(), [])
  return (
    <Command loop label={t('models.kinds')} className="flex h-full min-h-0 flex-col gap-2">
      <Command.Input
        ref={search}
        placeholder={t('models.searchKinds')}
        className="h-8 w-full shrink-0 rounded-md border border-line-strong bg-bg px-2.5 placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <Command.List label={t('models.kinds')} className="min-h-0 flex-1 overflow-y-auto">
        <Command.Empty className="p-6 text-center text-muted">{t('models.noKind')}</Command.Empty>
        {kinds.map((kind) => (
          <Command.Item
            key={kind.kind}
            value={kind.kind}
            keywords={[kind.name.en, kind.name.zh, kind.baseUrl]}
            onSelect={() => onChoose(kind)}
            className="flex min-h-9 items-center gap-3 rounded-sm px-2 py-1 data-[selected=true]:bg-accent-soft"
          >
            <span className="min-w-0 flex-1 truncate">{kind.name[language]}</span>
            <span dir="ltr" className="max-w-1/2 truncate font-mono text-muted text-xs">
              {kind.baseUrl}
            </span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
