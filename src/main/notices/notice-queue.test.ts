import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Condition, NoticeQueue, thisMachine } from './notice-queue'

const s = 1_000
const min = 60 * s
const heard = { quiet: false, silent: (_id: string): boolean => false }

let queue: NoticeQueue
let now: number

beforeEach(() => {
  queue = new NoticeQueue()
  now = 1_000_000
  for (const id of [...'abcdefgh', thisMachine]) queue.note(id, 'well', now)
})

/** What is told until then, looked at every second; a line each time. */
function toldWithin(ms: number, policy = heard): string[] {
  const told: string[] = []
  for (const end = now + ms; now < end; ) {
    now += s
    const together = queue.take(now, policy)
    if (together.length > 0)
      told.push(together.map(({ subject, condition }) => `${subject} ${condition}`.trim()).join(', '))
  }
  return told
}

const note = (condition: Condition, ...ids: string[]) => {
  for (const id of ids) queue.note(id, condition, now)
}

describe('what is told', () => {
  test('nothing of how things are found at the start', () => {
    note('down', 'new')
    expect(toldWithin(10 * min)).toEqual([])
    expect(queue.waits).toBe(false)
  })

  test('a server that goes down, and that it is up again, with how long that took', () => {
    note('down', 'a')
    expect(toldWithin(20 * min)).toEqual(['a down'])
    note('well', 'a')
    now += 10 * s
    expect(queue.take(now, heard)).toEqual([{ subject: 'a', condition: 'well', lastedMs: 20 * min }])
  })

  test('nothing of what has passed by the time it could be told', () => {
    note('down', 'a')
    expect(toldWithin(5 * s)).toEqual([])
    note('well', 'a')
    expect(toldWithin(10 * min)).toEqual([])
  })

  test('no recovery from what nobody was told of, nor from a sign-in the person did', () => {
    note('down', 'late')
    note('well', 'late')
    note('needs-auth', 'a')
    expect(toldWithin(6 * min)).toEqual(['a needs-auth'])
    note('well', 'a')
    expect(toldWithin(10 * min)).toEqual([])
  })

  test('a crash loop after it went down, but not the end of the loop as another fall', () => {
    note('down', 'a')
    expect(toldWithin(min)).toEqual(['a down'])
    note('crash-loop', 'a')
    expect(toldWithin(6 * min)).toEqual(['a crash-loop'])
    note('down', 'a')
    expect(toldWithin(6 * min)).toEqual([])
    note('well', 'a')
    expect(toldWithin(6 * min)).toEqual(['a well'])
  })

  test('nothing of what can no longer be seen, until it is seen again and still so', () => {
    note('down', 'a')
    queue.lose('a')
    expect(toldWithin(10 * min)).toEqual([])
    note('down', 'a')
    expect(toldWithin(min)).toEqual(['a down'])
  })

  test('nothing of what is not wanted; what it is afterwards is found so', () => {
    note('down', 'a')
    queue.rest('a')
    expect(toldWithin(min)).toEqual([])
    note('down', 'a')
    expect(toldWithin(10 * min)).toEqual([])
  })
})

describe('together', () => {
  test('what happens within ten seconds', () => {
    note('down', 'a')
    expect(toldWithin(4 * s)).toEqual([])
    note('down', 'b')
    note('flapping', 'c')
    expect(toldWithin(5 * s)).toEqual([])
    expect(toldWithin(s)).toEqual(['a down, b down, c flapping'])
  })

  test('at most once a minute, and a server once in five', () => {
    note('down', 'a')
    expect(toldWithin(10 * s)).toEqual(['a down'])
    note('down', 'b', 'c')
    expect(toldWithin(59 * s)).toEqual([])
    expect(toldWithin(s)).toEqual(['b down, c down'])
    note('well', 'a')
    expect(toldWithin(4 * min - 11 * s)).toEqual([])
    expect(toldWithin(min)).toEqual(['a well'])
  })

  test('a server that went up and down meanwhile is not told of again', () => {
    note('down', 'a')
    expect(toldWithin(min)).toEqual(['a down'])
    for (const condition of ['well', 'flapping', 'well', 'down'] as const) {
      note(condition, 'a')
      expect(toldWithin(30 * s)).toEqual([])
    }
    expect(toldWithin(10 * min)).toEqual([])
  })
})

describe('this machine', () => {
  test('is told of by itself, in ten seconds whatever else was told, and never that it sees again', () => {
    note('down', 'a', 'b')
    expect(toldWithin(10 * s)).toHaveLength(1)
    note('blind', thisMachine)
    expect(toldWithin(10 * s)).toEqual(['blind'])
    note('well', thisMachine)
    expect(toldWithin(10 * min)).toEqual([])
  })

  test('a short gap is not told', () => {
    note('blind', thisMachine)
    expect(toldWithin(9 * s)).toEqual([])
    note('well', thisMachine)
    expect(toldWithin(min)).toEqual([])
  })
})

describe('silence', () => {
  test('in quiet hours what is still so waits for the end, and is told once', () => {
    const quiet = { ...heard, quiet: true }
    note('down', 'a', 'b')
    expect(toldWithin(min, quiet)).toEqual([])
    note('flapping', 'c')
    note('well', 'b')
    expect(toldWithin(8 * 60 * min, quiet)).toEqual([])
    expect(toldWithin(2 * min)).toEqual(['a down, c flapping'])
  })

  test('of a muted server nothing is told, not even later', () => {
    const muted = { ...heard, silent: (id: string) => id === 'a' }
    note('down', 'a', 'b')
    expect(toldWithin(min, muted)).toEqual(['b down'])
    expect(toldWithin(10 * min)).toEqual([])
    note('well', 'a', 'b')
    expect(toldWithin(min)).toEqual(['b well'])
  })
})

test('a clock that was set back makes nobody wait', () => {
  note('down', 'a')
  expect(toldWithin(min)).toEqual(['a down'])
  now -= 24 * 60 * min
  note('down', 'b')
  expect(toldWithin(min)).toEqual(['b down'])
})

test('whatever happens: limits hold, only what is so is told, and each change at most once', () => {
  const ids = ['a', 'b', 'c', thisMachine]
  const step = fc.record({
    id: fc.constantFrom(...ids),
    what: fc.constantFrom<Condition | 'lost' | 'off'>(
      ...(['well', 'down', 'crash-loop', 'flapping', 'needs-auth', 'blind', 'lost', 'off'] as const),
    ),
    afterMs: fc.integer({ min: 0, max: 3 * min }),
    quiet: fc.boolean(),
    muted: fc.constantFrom(...ids, 'none'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const random = new NoticeQueue()
      let time = 0
      const is = new Map<string, string>()
      const lastTold = new Map<string, { at: number; condition: string }>()
      let serversToldAt = Number.NEGATIVE_INFINITY
      for (const { id, what, afterMs, quiet, muted } of steps) {
        is.set(id, what)
        if (what === 'lost') random.lose(id)
        else if (what === 'off') random.rest(id)
        else random.note(id, what, time)
        for (const end = time + afterMs; time <= end; time += s) {
          const told = random.take(time, { quiet, silent: (one) => one === muted })
          if (told.length === 0) continue
          expect(quiet).toBe(false)
          if (told.some(({ subject }) => subject === thisMachine)) expect(told).toHaveLength(1)
          else {
            expect(time - serversToldAt).toBeGreaterThanOrEqual(min)
            serversToldAt = time
          }
          for (const { subject, condition } of told) {
            expect(subject).not.toBe(muted)
            expect(is.get(subject)).toBe(condition)
            const before = lastTold.get(subject)
            if (before) expect(time - before.at).toBeGreaterThanOrEqual(5 * min)
            if (condition === 'well') expect(before && before.condition !== 'well').toBe(true)
            lastTold.set(subject, { at: time, condition })
          }
        }
      }
    }),
  )
})
