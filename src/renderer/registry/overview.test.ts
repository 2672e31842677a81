import { expect, it } from 'vitest'
import { latenciesOf } from './latencies'
import { remediesOf } from './remedy'
import { aServer } from './server.fixture'

const beat = (latencyMs: number | null) => ({ at: '2026-11-24T10:00:00.000Z', mark: 'u' as const, latencyMs })

it('latencies are of the answers there were', () => {
  const beats = [...Array.from({ length: 20 }, (_, at) => beat(at + 1)), beat(null)].reverse()
  expect(latenciesOf(beats)).toEqual({ median: 10, slowest: 19, answers: 20 })
  expect(latenciesOf([beat(7)])).toEqual({ median: 7, slowest: 7, answers: 1 })
  expect(latenciesOf([beat(null)])).toBeNull()
})

it.each([
  ['auth-required', 'needs-auth', ['edit headers']],
  ['refused', 'waiting', ['try']],
  ['host-not-found', 'waiting', ['edit url', 'try']],
  ['process-exited', 'failed', ['edit command', 'try', 'tab']],
  ['secret-missing', 'failed', ['edit headers', 'try']],
  ['identity-changed', 'failed', ['accept', 'edit url']],
  ['program-changed', 'failed', ['accept', 'edit command']],
] as const)('what can be done about %s', (code, state, wanted) => {
  const { connection } = aServer()
  const error = { code, message: '', detail: { field: 'headers.Authorization' } }
  const remedies = remediesOf(aServer({ connection: { ...connection, state, error } }))
  expect(remedies.map((each) => (each.kind === 'edit' ? `edit ${each.place}` : each.kind))).toEqual(wanted)
})

it('what was left alone is first of all to be tried again', () => {
  const { connection, health } = aServer()
  const error = { code: 'process-exited' as const, message: '', detail: {} }
  const resting = { ...health, verdict: 'down' as const, action: 'resume' as const }
  const kinds = (state: 'connected' | 'waiting', of: typeof error | null) =>
    remediesOf(aServer({ connection: { ...connection, state, error: of }, health: resting })).map(
      ({ kind }) => kind,
    )
  expect(kinds('waiting', error)).toEqual(['try', 'edit', 'tab'])
  expect(kinds('waiting', null)).toEqual(['try'])
  expect(kinds('connected', null)).toEqual(['try', 'tab'])
})

it('a server that is well needs nothing, one that is off can be connected', () => {
  expect(remediesOf(aServer())).toEqual([])
  expect(remediesOf(aServer({ intent: 'off' }))).toEqual([{ kind: 'connect' }])
})
