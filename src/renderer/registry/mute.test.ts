// @vitest-environment jsdom
import { beforeAll, expect, it } from 'vitest'
import { mutedForGood } from '../../shared/contract/registry'
import { startText } from '../text/language'
import { muteFor, muteSentence } from './mute'

beforeAll(() => startText('en'))

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()

it('tomorrow begins in the morning, also at the end of a month', () => {
  expect(muteFor('tomorrow', at(28, 23, 59))).toEqual({ until: new Date(at(29, 8)).toISOString() })
  expect(muteFor('tomorrow', at(30, 1))).toEqual({ until: new Date(2026, 11, 1, 8).toISOString() })
  expect(muteFor('hour', 0)).toEqual({ forMs: 3_600_000 })
  expect(muteFor('open', 0)).toEqual({})
})

it.each([
  [new Date(at(28, 14)).toISOString(), 'Muted until 14:00'],
  [new Date(at(29, 8)).toISOString(), 'Muted until Nov 29 08:00'],
  [mutedForGood, 'Muted until you say'],
])('%s reads as %s', (until, said) => {
  expect(muteSentence(until, at(28, 13))).toBe(said)
})
