import type { Document } from './patch'

/** A registration in the ways other programs read it. */
export const copies = {
  /** As it is. */
  entry: (document: Document): Document => document,
  /** As most programs keep their servers: by name, `disabled` where the original says `enabled: false`. */
  map: ({ name, enabled, ...fields }: Document): Document => ({
    mcpServers: {
      [String(name)]: {
        ...fields,
        ...(typeof enabled === 'boolean' ? { disabled: !enabled } : enabled !== undefined && { enabled }),
      },
    },
  }),
  /** As a file in the original format. */
  list: (document: Document): Document => ({ servers: [document] }),
} as const

export type CopyForm = keyof typeof copies
