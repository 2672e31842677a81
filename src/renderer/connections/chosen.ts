import { useEffect } from 'react'
import { create } from 'zustand'
import { useView } from '../shell/view'

type List = 'tools' | 'resources' | 'prompts'

interface Chosen {
  /** What is chosen in a list of a server, by list and server. */
  readonly items: Readonly<Record<string, string>>
  readonly choose: (key: string, item: string | null) => void
}

const useStore = create<Chosen>((set) => ({
  items: {},
  choose: (key, item) =>
    set(({ items: { [key]: _, ...others } }) => ({
      items: item === null ? others : { ...others, [key]: item },
    })),
}))

/** The chosen item of one list of a server; kept until the window closes, whatever tab one looks at meanwhile. */
export function useChosen(
  serverId: string,
  list: List,
): readonly [string | null, (item: string | null) => void] {
  const key = `${list} ${serverId}`
  const item = useStore(({ items }) => items[key]) ?? null
  const choose = useStore((chosen) => chosen.choose)
  return [item, (next) => choose(key, next)]
}

/** Follows the wish of another part of the window to see one tool, or one resource, of the opened server. */
export function useWished(wish: 'tool' | 'resource', choose: (name: string) => void): void {
  const wished = useView((view) => view[wish])
  useEffect(() => {
    if (wished === null) return
    choose(wished)
    useView.getState().set({ [wish]: null })
  })
}
