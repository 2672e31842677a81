import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Client } from '../../shared/contract'
import type { Conversation } from '../../shared/contract/chat'
import { useStream } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { applyEvent } from './apply-event'

const keyOf = (id: string | null) => ['watch', 'conversation', id]

/** The conversation as it goes on; undefined until its first word, null where there is none to follow. */
export function useConversation(id: string | null): Conversation | null | undefined {
  const queries = useQueryClient()
  const stream = useCallback(
    async (client: Client, signal: AbortSignal) => {
      if (id === null) return ended(signal)
      const queryKey = keyOf(id)
      try {
        for await (const event of await client.chat.follow({ conversation: id }, { signal })) {
          if (event.kind === 'removed') return forget(id)
          const next = applyEvent(queries.getQueryData<Conversation>(queryKey), event)
          if (next === null) return
          queries.setQueryData(queryKey, next)
        }
      } catch (error) {
        if (toRefusal(error).code === 'not-found') forget(id)
        throw error
      }
    },
    [id, queries],
  )
  useStream(stream)
  const { data } = useQuery<Conversation>({ queryKey: keyOf(id), enabled: false })
  return id === null ? null : data
}

/** It is gone: a new one takes its place in view. */
function forget(id: string): void {
  const { conversation, set } = useView.getState()
  if (conversation === id) set({ conversation: null })
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}
