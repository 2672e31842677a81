import { expect, vi } from 'vitest'
import type { Room } from './connections-room'
import { within } from './connections-room'

/** Sockets, timers and processes that may come and go beside what is looked at. */
const slack = 5
/** Of thousands, some stand for all. */
const lookedAtMax = 50
const kinds = ['TCPSocketWrap', 'Timeout', 'ProcessWrap', 'PipeWrap']

/** What of this process's own is open: sockets, timers, children. */
function openNow(): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) open.set(kind, (open.get(kind) ?? 0) + 1)
  return open
}

/**
 * What must hold whatever went wrong: nothing is left open, no transition is told twice, and the history is in order.
 * Begins to look when it is made, which is before the room does anything.
 */
export class Invariants {
  readonly #room: Room
  readonly #before = openNow()
  readonly #told: { serverId: string; from: string; to: string }[] = []

  constructor(room: Room) {
    this.#room = room
    room.health.on('verdict', (news) => this.#told.push(news))
  }

  /** Holds while the room lives: looks, then ends it. */
  async hold(): Promise<void> {
    const { registry, health } = this.#room
    for (const { id } of registry.all().slice(0, lookedAtMax)) {
      this.#toldOnce(id)
      const times = health.checks(id, 500).map(({ at }) => Date.parse(at))
      expect(times).toEqual(times.toSorted((one, other) => other - one))
      this.#incidentsFollow(id)
    }
    await this.#room[Symbol.asyncDispose]()
  }

  /** Holds once the room has ended, and whatever the test opened besides. */
  async nothingLeft(): Promise<void> {
    await vi.waitFor(() => {
      const open = openNow()
      const left = kinds.filter((kind) => (open.get(kind) ?? 0) > (this.#before.get(kind) ?? 0) + slack)
      expect(left).toEqual([])
    }, within)
  }

  #toldOnce(id: string): void {
    const told = this.#told.filter(({ serverId }) => serverId === id)
    for (const [index, { from, to }] of told.entries()) {
      expect(from).not.toBe(to)
      if (index > 0) expect(from).toBe(told[index - 1]?.to)
    }
  }

  /** Each begins after the one before ended, and only the last may be open. */
  #incidentsFollow(server: string): void {
    const toMs = this.#room.host.clock.now()
    const incidents = this.#room.health.history
      .incidents({ server, fromMs: 0, toMs, limit: 500 })
      .toReversed()
    for (const [index, { beganAt }] of incidents.entries())
      if (index > 0) expect(incidents[index - 1]?.endedAt).toBeLessThanOrEqual(beganAt)
  }
}
