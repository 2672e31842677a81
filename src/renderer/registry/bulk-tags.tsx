import { Popover } from 'radix-ui'
import { type FormEvent, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRoll } from '../bridge/bridge'
import { formatNumber } from '../text/format'
import { Button } from '../ui/button'
import { RemovableChip } from '../ui/chip'
import { Input } from '../ui/field'

const tagMax = 64

interface BulkTagsProps {
  readonly servers: readonly Server[]
  readonly busy: boolean
  readonly run: (work: (server: Server) => Promise<unknown>, of: readonly Server[]) => Promise<void>
}

/** Adds a tag to the selected servers, or takes one away from those that have it. */
export function BulkTags({ servers, busy, run }: BulkTagsProps) {
  const { t } = useTranslation()
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button disabled={busy}>{t('bulk.tags')}</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('bulk.tags')}
          className="z-20 grid w-72 gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-float animate-arrive"
        >
          <TagForm servers={servers} busy={busy} run={run} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function TagForm({ servers, busy, run }: BulkTagsProps) {
  const { t } = useTranslation()
  const client = useClient()
  const known = useKnownTags()
  const listId = useId()
  const [text, setText] = useState('')
  const counts = useMemo(() => countsOf(servers), [servers])
  const retag = (of: readonly Server[], change: (tags: readonly string[]) => readonly string[]) =>
    run(({ name, tags }) => {
      const params = { server: name }
      return client.registry.update({ params, body: { tags: change(tags) } })
    }, of)

  const add = (event: FormEvent) => {
    event.preventDefault()
    const tag = text.trim()
    if (tag === '') return
    setText('')
    const without = servers.filter(({ tags }) => !tags.includes(tag))
    if (without.length > 0) void retag(without, (tags) => [...tags, tag])
  }
  const remove = (tag: string) =>
    void retag(
      servers.filter(({ tags }) => tags.includes(tag)),
      (tags) => tags.filter((each) => each !== tag),
    )
  return (
    <>
      <form onSubmit={add} className="flex gap-1.5">
        <Input
          aria-label={t('bulk.newTag')}
          placeholder={t('bulk.newTag')}
          list={listId}
          maxLength={tagMax}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <datalist id={listId}>
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <Button type="submit" disabled={busy || text.trim() === ''}>
          {t('bulk.addTag')}
        </Button>
      </form>
      {counts.length > 0 && (
        <ul aria-label={t('bulk.present')} className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
          {counts.map(([tag, count]) => (
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

/** Tags of servers with how many have them, by name. */
function countsOf(servers: readonly Server[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { tags } of servers) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b))
}

function useKnownTags(): readonly string[] {
  const roll = useRoll()
  return useMemo(() => [...new Set(roll?.servers.flatMap(({ tags }) => tags))].sort(), [roll])
}
