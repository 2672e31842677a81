import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { formatNumber } from '../text/format'
import { Button } from '../ui/button'
import { RemovableChip } from '../ui/chip'
import { TokenField } from '../ui/token-field'
import { BulkPopover } from './bulk-popover'
import { tagCounts, tagMax, useKnownTags } from './known-tags'

interface BulkTagsProps {
  readonly servers: readonly Server[]
  readonly busy: boolean
  readonly run: (work: (server: Server) => Promise<unknown>, of: readonly Server[]) => Promise<void>
}

/** Adds a tag to the selected servers, or takes one away from those that have it. */
export function BulkTags(props: BulkTagsProps) {
  const { t } = useTranslation()
  return (
    <BulkPopover name="selection-tags" label={t('bulk.tags')} busy={props.busy}>
      <TagForm {...props} />
    </BulkPopover>
  )
}

function TagForm({ servers, busy, run }: BulkTagsProps) {
  const { t } = useTranslation()
  const client = useClient()
  const known = useKnownTags()
  const [tokens, setTokens] = useState<readonly string[]>([])
  const counts = useMemo(() => tagCounts(servers), [servers])
  const retag = (of: readonly Server[], change: (tags: readonly string[]) => readonly string[]) =>
    run(({ name, tags }) => {
      const params = { server: name }
      return client.registry.update({ params, body: { tags: change(tags) } })
    }, of)

  const add = (event: FormEvent) => {
    event.preventDefault()
    setTokens([])
    const without = servers.filter(({ tags }) => tokens.some((token) => !tags.includes(token)))
    if (without.length > 0) void retag(without, (tags) => [...new Set([...tags, ...tokens])])
  }
  const remove = (tag: string) =>
    void retag(
      servers.filter(({ tags }) => tags.includes(tag)),
      (tags) => tags.filter((each) => each !== tag),
    )
  return (
    <>
      <form onSubmit={add} className="flex items-start gap-1.5">
        <div className="min-w-0 flex-1">
          <TokenField
            aria-label={t('bulk.newTag')}
            placeholder={t('bulk.newTag')}
            tokens={tokens}
            suggestions={known}
            suggestionsLabel={t('dialog.knownTags')}
            maxLength={tagMax}
            removeLabel={(tag) => t('dialog.removeTag', { name: tag })}
            onChange={setTokens}
          />
        </div>
        <Button type="submit" disabled={busy}>
          {t('bulk.addTag')}
        </Button>
      </form>
      {counts.length > 0 && (
        <ul aria-label={t('bulk.present')} className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
          {counts.map(({ value: tag, count }) => (
            <li key={tag} className="flex max-w-full items-center gap-1 pr-1 text-faint text-xs tabular-nums">
              <RemovableChip label={t('bulk.removeTag', { name: tag })} onRemove={() => remove(tag)}>
                <bdi>{tag}</bdi>
              </RemovableChip>
              {formatNumber(count)}
            </li>
          ))}
        </ul>
      )}
      {servers.some(({ source }) => source.type !== 'manual') && (
        <p className="text-faint text-xs">{t('bulk.kept')}</p>
      )}
    </>
  )
}
