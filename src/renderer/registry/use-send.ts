import { useState } from 'react'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { useClient } from '../bridge/bridge'
import { issuesOf, toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { reasonSentence, refusalSentence } from '../text/sentences'
import { type Draft, documentOf, patchOf } from './draft'

/** Sends the draft; what the core refuses comes back by field where it names one. */
export function useSend(name: string | undefined, before: Draft, onSent: () => void) {
  const client = useClient()
  const set = useView((view) => view.set)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const [general, setGeneral] = useState<string>()

  const forget = () => {
    setRefused(new Map())
    setGeneral(undefined)
  }
  const refuse = (error: unknown) => {
    const refusal = toRefusal(error)
    const byField = new Map(
      issuesOf(refusal).map(({ path, message }) => [
        path.replace(/^body\./, '').split('.')[0] ?? '',
        reasonSentence(message),
      ]),
    )
    if (refusal.code === 'name-taken') byField.set('name', refusalSentence(refusal))
    setRefused(byField)
    setGeneral(byField.size === 0 ? refusalSentence(refusal) : undefined)
  }
  const send = async (draft: Draft) => {
    setBusy(true)
    forget()
    try {
      const sent =
        name !== undefined
          ? await client.registry.update({ params: { server: name }, body: patchOf(before, draft) })
          : await client.registry.register(documentOf(draft) as RegistrationDocument)
      onSent()
      set({ screen: 'servers', cursor: sent.id, open: sent.id, tab: 'overview' })
    } catch (error) {
      refuse(error)
    } finally {
      setBusy(false)
    }
  }
  return { send: (draft: Draft) => void send(draft), busy, refused, general, forget }
}
