import { create } from 'zustand'

interface ClearedLogs {
  /** Ids of the last entries that are out of sight, by server id. */
  readonly upTo: Readonly<Record<string, number>>
  readonly hide: (serverId: string, upTo: number) => void
}

/** Logs a person has cleared while it can still be undone: until then their entries are only out of sight. */
export const useClearedLogs = create<ClearedLogs>()((set) => ({
  upTo: {},
  hide: (serverId, upTo) => set((logs) => ({ upTo: { ...logs.upTo, [serverId]: upTo } })),
}))
