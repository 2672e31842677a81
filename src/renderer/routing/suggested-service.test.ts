import { expect, it } from 'vitest'
import { suggestedService } from './suggested-service'

const named = (...names: string[]) => names.map((name) => ({ name }))

it.each([
  [named('weather_service', 'weather_backup'), 'weather'],
  [named('weather', 'weather-2'), 'weather'],
  [named('天气一', '天气二'), '天气'],
  [named('weather', 'database'), ''],
  [[{ name: 'a' }, { name: 'b', service: 'forecasts' }], 'forecasts'],
  [[], ''],
])('servers are offered a name together: %o', (servers, expected) => {
  expect(suggestedService(servers)).toBe(expected)
})
