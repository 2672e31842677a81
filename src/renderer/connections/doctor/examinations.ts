import { create } from 'zustand'
import type { Client } from '../../../shared/contract'
import type { Examination } from '../../../shared/contract/doctor'
import type { Server } from '../../../shared/contract/registry'
import { type Refusal, toRefusal } from '../../bridge/fault'

/** The last examination of one server, under way or ended. */
export interface Examined {
  /** As it is; null until its first word is there. */
  readonly examination: Examination | null
  /** Gives it up; null once it has ended. */
  readonly stop: (() => void) | null
  /** Why it ended without a result; `cancelled` where a person gave it up. */
  readonly refusal: Refusal | null
}

/** What was examined since the window opened, by server id. Goes on while one looks at something else. */
export const useExaminations = create<Readonly<Record<string, Examined | undefined>>>(() => ({}))

/** Examines a server; one under way gives way to it. */
export function examine(client: Client, { id, name }: Pick<Server, 'id' | 'name'>): void {
  useExaminations.getState()[id]?.stop?.()
  const abort = new AbortController()
  const write = (part: Partial<Examined>) => {
    const now = useExaminations.getState()[id]
    if (now && !abort.signal.aborted) useExaminations.setState({ [id]: { ...now, ...part } })
  }
  const stop = () => {
    write({ stop: null, refusal: { code: 'cancelled', message: '', detail: {} } })
    abort.abort()
  }
  useExaminations.setState({ [id]: { examination: null, stop, refusal: null } })
  followed(client, name, abort.signal, (examination) => write({ examination })).then(
    () => write({ stop: null }),
    (error: unknown) => write({ stop: null, refusal: toRefusal(error) }),
  )
}

async function followed(
  client: Client,
  server: string,
  signal: AbortSignal,
  tell: (examination: Examination) => void,
): Promise<void> {
  for await (const examination of await client.doctor.examine({ server }, { signal })) {
    tell(examination)
    if (examination.outcome !== 'running') return
  }
}
