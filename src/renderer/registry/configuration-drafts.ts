import { create } from 'zustand'

/** A registration somebody is changing, and has not saved. */
interface ConfigurationDraft {
  readonly text: string
  /** What stood there when the change began. */
  readonly base: string
}

interface ConfigurationDrafts {
  /** By the server's id. */
  readonly drafts: Readonly<Record<string, ConfigurationDraft>>
  readonly keep: (serverId: string, draft: ConfigurationDraft) => void
  readonly drop: (serverId: string) => void
}

/** What was typed and not saved outlives the tab, as long as the window does. */
export const useConfigurationDrafts = create<ConfigurationDrafts>()((set) => ({
  drafts: {},
  keep: (serverId, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [serverId]: draft } })),
  drop: (serverId) =>
    set(({ drafts }) => ({
      drafts: Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== serverId)),
    })),
}))
