import { create } from 'zustand'

/** Tools whose arguments are remembered; those begun first are forgotten first. */
const draftsMax = 200

/** What was typed for a tool: in its form, or as JSON where `raw` is not null. */
export interface Draft {
  readonly value: unknown
  readonly raw: string | null
}

export const emptyDraft: Draft = { value: {}, raw: null }

interface ToolDrafts {
  /** By `keyOf`. */
  readonly drafts: Readonly<Record<string, Draft>>
  readonly write: (key: string, part: Partial<Draft>) => void
}

/** What was typed for the tools since the window opened: going elsewhere loses nothing. */
export const useToolDrafts = create<ToolDrafts>((set) => ({
  drafts: {},
  write: (key, part) =>
    set(({ drafts }) => {
      const { [key]: before = emptyDraft, ...others } = drafts
      const kept = Object.entries(others).slice(1 - draftsMax)
      return { drafts: Object.fromEntries([...kept, [key, { ...before, ...part }]]) }
    }),
}))
