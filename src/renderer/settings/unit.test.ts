import { describe, expect, it } from 'vitest'
import { NumberName, Settings } from '../../shared/contract/settings'
import { inUnit, unitOf, valueFrom } from './unit'

describe('a setting in the unit a person reads it in', () => {
  it('comes back as it was, whatever its default is', () => {
    for (const name of NumberName.options) {
      const value = Settings.parse({})[name]
      expect(valueFrom(String(inUnit(value, unitOf(name))), name)).toBe(value)
    }
  })

  it('takes seconds with a point or a comma, to the millisecond', () => {
    expect(valueFrom('2.5', 'checkIntervalMs')).toBe(2_500)
    expect(valueFrom(' 2,5 ', 'checkIntervalMs')).toBe(2_500)
    expect(valueFrom('0.1', 'connectTimeoutMs')).toBe(100)
  })

  it.each(['', 'soon', '-1', '1e3', '0', '0.5', '4000', '1.2.3', 'Infinity'])('refuses “%s”', (text) => {
    expect(valueFrom(text, 'checkIntervalMs')).toBeNull()
  })

  it('refuses parts of what is counted', () => {
    expect(valueFrom('2.5', 'maxConcurrentConnections')).toBeNull()
    expect(valueFrom('0.5', 'slowAfterMs')).toBeNull()
  })
})
