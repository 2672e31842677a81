import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ChatScope, ConversationSummary } from '../../shared/contract/chat'
import type { Decision } from '../../shared/contract/consents'
import type { Call, Elicitation, Turn } from '../../shared/contract/turns'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { saveFile } from '../ui/save-file'
import { useDrafts, usualBeginning } from './drafts'

/** Asks in a conversation, or begins one for it; what was chosen for the new one holds for it alone. */
export function useAsk(conversation: string | null) {
  const client = useClient()
  return useAction<string, Turn>({
    mutationFn: async (text) => {
      const id = conversation ?? (await client.chat.begin(useDrafts.getState().beginning)).id
      if (conversation === null) {
        useView.getState().set({ conversation: id })
        useDrafts.getState().begin(usualBeginning)
      }
      return client.chat.ask({ conversation: id, text })
    },
  })
}

export function useStop(conversation: string) {
  const client = useClient()
  return useAction<void, ConversationSummary>({ mutationFn: () => client.chat.stop({ conversation }) })
}

export function useAgain(conversation: string) {
  const client = useClient()
  return useAction<string, Turn>({ mutationFn: (turn) => client.chat.again({ conversation, turn }) })
}

type Run = Pick<Call, 'server' | 'tool' | 'arguments'>

/** Runs a tool by the person's own will, as a part of a turn. */
export function useRun(conversation: string, turn: string) {
  const client = useClient()
  return useAction<Run, Call>({
    mutationFn: ({ server, tool, arguments: args }) =>
      client.chat.run({ conversation, turn, server, tool, arguments: args }),
  })
}

/** Answers calls that ask, all alike; bound to what each was shown with. */
export function useDecide(conversation: string) {
  const client = useClient()
  return useAction<{ calls: readonly Call[]; decision: Decision }, ConversationSummary>({
    mutationFn: ({ calls, decision }) =>
      client.chat.decide({
        conversation,
        decisions: calls.flatMap(({ id, ask }) =>
          ask ? [{ call: id, fingerprint: ask.fingerprint, decision }] : [],
        ),
      }),
  })
}

interface Answer {
  readonly action: 'accept' | 'decline' | 'cancel'
  readonly content?: Record<string, unknown>
}

export function useAnswer(conversation: string, { id }: Elicitation) {
  const client = useClient()
  return useAction<Answer, ConversationSummary>({
    mutationFn: (answer) => client.chat.answer({ conversation, elicitation: id, ...answer }),
  })
}

/** Changes a conversation, or what the next one begins with. */
export function useChange(conversation: string | null) {
  const client = useClient()
  return useAction<
    { title?: string; llm_config?: ConversationSummary['llm_config']; scope?: ChatScope },
    unknown
  >({
    mutationFn: async ({ title, ...change }) => {
      if (conversation === null) return useDrafts.getState().begin(change)
      const body = { ...change, ...(title !== undefined && { title }) }
      return client.chat.change({ params: { conversation }, body })
    },
  })
}

/** Deletes it, with a way back for as long as Rollcall runs. */
export function useRemoveConversation() {
  const client = useClient()
  const { t } = useTranslation()
  const restore = useAction<string, ConversationSummary>({
    mutationFn: (conversation) => client.chat.restore({ conversation }),
  })
  return useAction<ConversationSummary, unknown>({
    mutationFn: ({ id }) => client.chat.remove({ conversation: id }),
    onSuccess: (_, { id, title }) => {
      const { conversation, set } = useView.getState()
      const wasOpen = conversation === id
      if (wasOpen) set({ conversation: null })
      const undo = () =>
        restore.mutate(id, { onSuccess: () => wasOpen && useView.getState().set({ conversation: id }) })
      toast(t('chat.deleted', { title }), { action: { label: t('action.undo'), onClick: undo } })
    },
  })
}

export function useExportConversation() {
  const client = useClient()
  return useAction<{ id: string; format: 'markdown' | 'json' }, void>({
    mutationFn: async ({ id, format }) => {
      const { name, text } = await client.chat.export({ conversation: id, format })
      saveFile(name, text, format === 'json' ? 'application/json' : 'text/markdown')
    },
  })
}
