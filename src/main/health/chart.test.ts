import { expect, test } from 'vitest'
import type { Evidence } from '../connections/evidence'
import { Chart } from './chart'

const thresholds = { downAfter: 3, upAfter: 2, slowAfter: 3, slowAfterMs: 1_000 }
const minute = 60_000

/** A chart of a connected server, and what it is told. */
class Patient {
  readonly chart = new Chart([], undefined)
  now = 0

  hears(
    ok: boolean,
    code: 'refused' | 'timeout' | 'process-exited' = 'refused',
    kind: Evidence['kind'] = 'ping',
  ) {
    const error = ok ? null : { code, message: `It was ${code}.`, detail: {} }
    const at = this.now
    return this.chart.add({ serverId: 'a', at, kind, ok, latencyMs: ok ? 5 : null, error }, thresholds)
  }

  judge(blindness: 'offline' | null = null) {
    const circumstances = {
      intent: 'on',
      connection: 'connected',
      error: null,
      trouble: null,
      blindness,
    } as const
    this.chart.judge(circumstances, thresholds, this.now)
    return this.chart.judgement
  }
}

function after(...signs: boolean[]): Patient {
  const patient = new Patient()
  for (const ok of signs) {
    patient.hears(ok)
    patient.judge()
  }
  return patient
}

test('is steady after ten minutes up without a failure', () => {
  const patient = after(true)
  expect(patient.chart.isSteady(9 * minute)).toBe(false)
  expect(patient.chart.isSteady(10 * minute)).toBe(true)
  patient.now = 11 * minute
  patient.hears(false)
  patient.hears(true)
  patient.judge()
  expect(patient.chart.isSteady(20 * minute)).toBe(false)
  expect(patient.chart.isSteady(21 * minute)).toBe(true)
})

test('the cause is the first failure of the last run of them', () => {
  const patient = after(true)
  expect(patient.chart.cause).toBeNull()
  patient.hears(false, 'timeout')
  patient.hears(false, 'refused')
  expect(patient.chart.cause?.code).toBe('timeout')
  patient.hears(true)
  patient.hears(false, 'refused')
  expect(patient.chart.cause?.code).toBe('refused')
})

test('a fifth end of its process within ten minutes is a loop until it is resumed', () => {
  const patient = after(true)
  for (let n = 0; n < 5; n++) {
    patient.now += minute
    patient.hears(true, 'refused', 'connect')
    patient.hears(false, 'process-exited', 'process')
  }
  expect(patient.judge().reason).toBe('crash-loop')
  expect(patient.chart.resting).toBe(true)
  patient.chart.sleep()
  expect(patient.judge().reason).toBe('crash-loop')
  patient.chart.resume()
  expect(patient.judge().reason).not.toBe('crash-loop')
})

test('what it could not see is no news, and is told of by nobody afterwards', () => {
  const patient = after(true)
  expect(patient.chart.news()).toBe('unknown')
  expect(patient.judge('offline')).toMatchObject({ verdict: 'unknown', reason: 'machine-offline' })
  expect(patient.chart.news()).toBeUndefined()
  patient.chart.loseSight()
  expect(patient.judge()).toMatchObject({ verdict: 'unknown', reason: 'asking-anew' })
  expect(patient.chart.news()).toBeUndefined()
  patient.hears(true)
  expect(patient.judge().verdict).toBe('up')
  expect(patient.chart.news()).toBeUndefined()
  for (let n = 0; n < 3; n++) patient.hears(false)
  patient.judge()
  expect(patient.chart.news()).toBe('up')
})

test('a server broke when it fails shortly after it worked', () => {
  const patient = after(true)
  patient.now = 5 * minute
  patient.hears(false)
  patient.now = 6 * minute
  patient.hears(false)
  expect(patient.chart.remote).toEqual({ brokeAt: 5 * minute, okAt: 0 })
  patient.hears(true)
  expect(patient.chart.remote.brokeAt).toBeNull()
  patient.now = 60 * minute
  patient.hears(false)
  expect(patient.chart.remote.brokeAt).toBeNull()
})

test('tells the last success with its kind, and whether it was reached', () => {
  const patient = after(true)
  patient.now = minute
  patient.hears(true, 'refused', 'call')
  patient.now = 2 * minute
  patient.hears(false)
  patient.judge()
  expect(patient.chart.view(1)).toMatchObject({
    okAt: new Date(minute).toISOString(),
    okKind: 'call',
    checkedAt: new Date(2 * minute).toISOString(),
    reached: true,
  })
})
