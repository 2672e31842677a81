import { create } from 'zustand'
import type { Draft } from './draft'

/** A form that was changed and not sent, with what it began with. */
interface KeptForm {
  readonly before: Draft
  readonly draft: Draft
}

interface FormDrafts {
  /** By the id of the server that is changed; the one that is added has none. */
  readonly forms: Readonly<Record<string, KeptForm>>
  readonly keep: (key: string, form: KeptForm) => void
  readonly drop: (key: string) => void
}

/** What was typed into the dialog outlives it, as long as the window does. */
export const useFormDrafts = create<FormDrafts>()((set) => ({
  forms: {},
  keep: (key, form) => set(({ forms }) => ({ forms: { ...forms, [key]: form } })),
  drop: (key) =>
    set(({ forms }) => ({ forms: Object.fromEntries(Object.entries(forms).filter(([id]) => id !== key)) })),
}))
