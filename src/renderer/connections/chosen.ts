import { create } from 'zustand'

interface Chosen {
  /** What is chosen in a list of a server, by `keyOf`. */
  readonly items: Readonly<Record<string, string>>
  readonly choose: (key: string, item: string) => void
}

const useStore = create<Chosen>((set) => ({
  items: {},
  choose: (key, item) => set(({ items }) => ({ items: { ...items, [key]: item } })),
}))

/** The chosen item of one list of a server; kept until the window closes, whatever tab one looks at meanwhile. */
export function useChosen(
  serverId: string,
  list: 'resources' | 'prompts',
): readonly [string | null, (item: string) => void] {
  const key = `${list} ${serverId}`
  const item = useStore(({ items }) => items[key]) ?? null
  const choose = useStore((chosen) => chosen.choose)
  return [item, (next) => choose(key, next)]
}
