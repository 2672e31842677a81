import { useEffect, useRef, useState } from 'react'
import type { FilledPrompt } from '../../shared/contract/prompts'
import { useClient } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'

export type FillState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'filling' }
  | { readonly kind: 'filled'; readonly prompt: FilledPrompt }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Fills one prompt in, one request at a time. Leaving the prompt gives the request up. */
export function usePrompt(server: string, prompt: string) {
  const client = useClient()
  const [state, setState] = useState<FillState>({ kind: 'idle' })
  const abort = useRef<AbortController>(null)

  useEffect(() => () => abort.current?.abort(), [])

  const fill = (args: Record<string, string>) => {
    const mine = new AbortController()
    abort.current?.abort()
    abort.current = mine
    const settle = (next: FillState) => {
      if (abort.current === mine) setState(next)
    }
    setState({ kind: 'filling' })
    client.connections.getPrompt({ server, prompt, arguments: args }, { signal: mine.signal }).then(
      (filled) => settle({ kind: 'filled', prompt: filled }),
      (error: unknown) =>
        settle({ kind: 'refused', refusal: toRefusal(mine.signal.aborted ? mine.signal.reason : error) }),
    )
  }
  return { state, fill, stop: () => abort.current?.abort() }
}
