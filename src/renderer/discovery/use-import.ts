import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ImportResult } from '../../shared/contract/import'
import { useClient, useSources } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { addressesShown, type Choices, noChoices, takenCount } from './choices'
import { nothingRead, type ReadFiles } from './read-files'
import { useImportReport } from './use-import-report'

/**
 * Reads what came, asks the core what it would do, and does it when told to. `version` changes with what `read` would
 * read.
 */
export function useImport(read: () => Promise<ReadFiles>, version: string, onDone: () => void) {
  const client = useClient()
  const nonce = useId()
  const [wantsWatch, setWatch] = useState(true)
  const [choices, setChoices] = useState<Choices>(noChoices)
  const known = new Set(useSources()?.sources.map(({ id }) => id))
  const reading = useQuery({
    queryKey: ['import', nonce, version],
    queryFn: read,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const { files, unread, otherFiles } = reading.data ?? nothingRead
  const watchable = files.filter((file) => file.path !== undefined)
  const watch = wantsWatch && watchable.length > 0
  const preview = useQuery({
    queryKey: ['import', nonce, version, reading.dataUpdatedAt, watch],
    queryFn: () => client.discovery.preview({ files: [...files], watch }),
    enabled: files.length > 0 && !reading.isPlaceholderData,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const previews = files.length > 0 ? (preview.data ?? []) : []
  const report = useImportReport()
  const take = useAction<void, ImportResult>({
    mutationFn: () =>
      client.discovery.import({
        files: [...files],
        watch,
        // Addresses stood in the preview whole, and are taken as they stood there.
        approve: [...choices.approved, ...addressesShown(previews, choices)],
        leaveOut: [...choices.leaveOut],
      }),
    onSuccess: (result) => {
      report(result, known)
      onDone()
    },
  })
  const taken = takenCount(previews, choices, watch)
  const canWatch = watch && previews.some((file) => file.watchable)
  const isReading = reading.isPending || (files.length > 0 && preview.isPending)
  /** Watching alone is worth doing, too: the file may name servers later. */
  const canTake = (taken > 0 || canWatch) && !isReading && !preview.isPlaceholderData && !take.isPending
  return {
    previews,
    unread,
    otherFiles,
    watch,
    watchable: previews.filter((file) => file.watchable).length,
    setWatch,
    choices,
    setChoices,
    isReading,
    error: preview.error,
    taken,
    canTake,
    isTaking: take.isPending,
    take: () => canTake && take.mutate(),
  }
}

export type Import = ReturnType<typeof useImport>
