import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { ChatScope, ConversationSummary } from '../../shared/contract/chat'

/** Conversations whose drafts are kept; those written to longest ago go first. */
const draftsMax = 50

/** What a conversation that is not begun yet is to be asked of, and whom. */
export interface Beginning {
  readonly llm_config: ConversationSummary['llm_config']
  readonly scope: ChatScope
}

export const usualBeginning: Beginning = { llm_config: 'default', scope: { match: 'any', pinned: [] } }

interface Drafts {
  /** What was typed and not sent, by conversation; `new` for the next one. */
  readonly texts: Readonly<Record<string, string>>
  readonly beginning: Beginning
  readonly write: (conversation: string | null, text: string) => void
  readonly begin: (part: Partial<Beginning>) => void
}

/** Kept over reloads, in this browser or window only. */
export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      texts: {},
      beginning: usualBeginning,
      write: (conversation, text) =>
        set(({ texts }) => {
          const { [draftKey(conversation)]: _, ...others } = texts
          if (text === '') return { texts: others }
          const kept = Object.entries(others).slice(1 - draftsMax)
          return { texts: Object.fromEntries([...kept, [draftKey(conversation), text]]) }
        }),
      begin: (part) => set(({ beginning }) => ({ beginning: { ...beginning, ...part } })),
    }),
    { name: 'rollcall.drafts', version: 1 },
  ),
)

export const draftKey = (conversation: string | null) => conversation ?? 'new'
