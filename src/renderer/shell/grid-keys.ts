/** The keys the list of servers itself hears (`registry/use-grid-keys.ts`), to be listed with the others. */
export const gridKeys = [
  { text: 'move', keys: ['↑', '↓'] },
  { text: 'page', keys: ['PgUp', 'PgDn'] },
  { text: 'ends', keys: ['Home', 'End'] },
  { text: 'open', keys: ['Enter'] },
  { text: 'toggle', keys: ['Space'] },
  { text: 'select', keys: ['x'] },
  { text: 'selectMore', keys: ['shift+↑', 'shift+↓'] },
  { text: 'selectAll', keys: ['mod+a'] },
  { text: 'remove', keys: ['Delete'] },
  { text: 'close', keys: ['Esc'] },
] as const
