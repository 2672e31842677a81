import { useEffect, useRef, useState } from 'react'
import type { Trial } from '../../shared/contract/connections'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'

export type TrialState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly trial: Trial }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Tests one registration at a time; leaving, or changing what is tested, gives the test up. */
export function useTrial() {
  const client = useClient()
  const [state, setState] = useState<TrialState>({ kind: 'idle' })
  const abort = useRef<AbortController>(null)

  useEffect(() => () => abort.current?.abort(), [])

  const forget = () => {
    abort.current?.abort()
    abort.current = null
    setState({ kind: 'idle' })
  }
  const run = (document: RegistrationDocument) => {
    forget()
    const mine = new AbortController()
    abort.current = mine
    const settle = (next: TrialState) => {
      if (abort.current === mine) setState(next)
    }
    setState({ kind: 'running' })
    client.connections.test(document, { signal: mine.signal }).then(
      (trial) => settle({ kind: 'done', trial }),
      (error: unknown) => settle({ kind: 'refused', sentence: refusalSentence(toRefusal(error)) }),
    )
  }
  return { state, run, forget }
}
