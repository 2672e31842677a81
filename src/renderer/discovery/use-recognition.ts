import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import type { GivenFile, ImportResult } from '../../shared/contract/import'
import { useClient, useSources } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { recognisedPhrase } from '../text/sentences'
import { type Choices, noChoices, takenCount } from './choices'
import { nothingRead } from './read-files'
import type { Import } from './use-import'
import { useImportReport } from './use-import-report'

/** The core is asked once the person pauses for so long. */
const pauseMs = 200

type Given = { readonly text: string } | { readonly file: GivenFile }

/** Has the core say what a text or a bundle is, and adds what it names when told to. */
export function useRecognition(given: Given, onDone: () => void) {
  const client = useClient()
  const nonce = useId()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [choices, setChoices] = useState<Choices>(noChoices)
  const [lookedAt, setLookedAt] = useState<string>()
  const known = new Set(useSources()?.sources.map(({ id }) => id))
  const text = 'text' in given ? given.text : ''
  const file = 'file' in given ? given.file : undefined
  const settled = useSettled({ text, values })
  const look = lookedAt === settled.text
  const isEmpty = file === undefined && settled.text.trim() === ''
  const reading = useQuery({
    queryKey: ['recognise', nonce, settled, look],
    queryFn: ({ signal }) => {
      const what = file === undefined ? { text: settled.text } : { file }
      return client.discovery.recognise({ ...what, values: settled.values, look }, { signal })
    },
    enabled: !isEmpty,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const recognised = isEmpty ? undefined : reading.data
  const report = useImportReport()
  const take = useAction<void, ImportResult>({
    mutationFn: () =>
      client.discovery.import({
        files: recognised?.file ? [recognised.file] : [],
        ...(file && { bundle: file }),
        approve: [...choices.approved],
        leaveOut: [...choices.leaveOut],
      }),
    onSuccess: (result) => {
      report(result, known)
      onDone()
    },
  })
  const hasPreview = recognised && recognised.preview.entries.length + recognised.preview.issues.length > 0
  // What it was recognised as says more than the name it is imported under.
  const previews = hasPreview ? [{ ...recognised.preview, name: recognisedPhrase(recognised) }] : []
  const taken = takenCount(previews, choices, false)
  const isCurrent = !reading.isPlaceholderData && settled.text === text && settled.values === values
  const canTake = taken > 0 && recognised?.file != null && isCurrent && !take.isPending
  const work: Import = {
    previews,
    unread: nothingRead.unread,
    otherFiles: 0,
    watch: false,
    watchable: 0,
    setWatch: () => {},
    choices,
    setChoices,
    isReading: reading.isLoading,
    error: reading.error,
    taken,
    canTake,
    isTaking: take.isPending,
    take: () => canTake && take.mutate(),
  }
  return {
    ...work,
    recognised,
    values,
    setValue: (id: string, value: string) => setValues({ ...values, [id]: value }),
    look: () => setLookedAt(text),
    isLooking: look && reading.isFetching,
  }
}

/** The value once it has not changed for a moment; the first at once. */
function useSettled(value: { readonly text: string; readonly values: Readonly<Record<string, string>> }) {
  const { text, values } = value
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, values }), pauseMs)
    return () => clearTimeout(timer)
  }, [text, values])
  return settled
}
