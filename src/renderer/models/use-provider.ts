import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelProvider, ModelTest, ProviderDraft } from '../../shared/contract/models'
import { useClient } from '../bridge/bridge'
import { issuesOf, toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { reasonSentence, refusalSentence } from '../text/sentences'

interface Work {
  readonly id: string
  readonly provider: ModelProvider | undefined
  readonly draft: ProviderDraft
  readonly onSaved: () => void
}

/** Tests what stands in the form, and keeps it; what the core refuses comes back by field. */
export function useProvider({ id, provider, draft, onSaved }: Work) {
  const client = useClient()
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const [result, setResult] = useState<ModelTest | null>(null)
  const forget = () => {
    setRefused(new Map())
    setResult(null)
  }
  const onError = (error: Error) => {
    const refusal = toRefusal(error)
    const issues = issuesOf(refusal)
    const byField = issues.map(
      ({ path, message }) => [path.replace(/^body\./u, ''), reasonSentence(message)] as const,
    )
    setRefused(new Map(issues.length > 0 ? byField : [['baseUrl', refusalSentence(refusal)]]))
  }
  /** The kept key is known to the core alone, and goes where it was kept for. */
  const asKept = provider?.hasKey && draft.key === undefined && draft.baseUrl === provider.baseUrl
  const test = useMutation<ModelTest, Error, void>({
    mutationFn: () => (asKept ? client.models.test({ provider: id }) : client.models.try(draft)),
    onMutate: forget,
    onSuccess: setResult,
    onError,
  })
  const look = useAction<void, ModelTest>({ mutationFn: () => client.models.test({ provider: id }) })
  const save = useMutation<ModelProvider, Error, void>({
    mutationFn: () => client.models.set({ params: { provider: id }, body: draft }),
    onMutate: forget,
    onSuccess: () => {
      // What it offers comes with the stream, after the dialog is gone.
      look.mutate()
      onSaved()
    },
    onError,
  })
  return { test, save, result, forget, problem: (field: string) => refused.get(field) }
}
