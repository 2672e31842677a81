import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer, refuse } from './answer.mjs'
import cities from './cities.json' with { type: 'json' }
import { run } from './serve.mjs'

/** @typedef {typeof cities.cities[number]} City */

const dayMs = 86_400_000
const monthNames =
  'January February March April May June July August September October November December'.split(' ')
const source = 'Approximate monthly normals shipped with this sample; no live data, no internet.'
const estimate =
  'A typical-climate estimate from monthly normals, not a live forecast. 由月平均气候值推算的典型天气，并非实时预报。'
const readOnly = { readOnlyHint: true, openWorldHint: false }

const cityName = z.string().min(1).max(100).describe('English or Chinese name, e.g. "Shanghai" or "上海"')
const month = z.int().min(1).max(12)
const Place = z.object({
  city: z.string(),
  city_zh: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
})
const MonthClimate = z.object({
  month,
  name: z.string(),
  high_c: z.number().describe('Mean daily high, °C'),
  low_c: z.number().describe('Mean daily low, °C'),
  rain_days: z.number().describe('Days with measurable rain or snow'),
})
const Forecast = z.object({
  place: Place,
  note: z.string(),
  days: z.array(
    z.object({
      date: z.iso.date(),
      high_c: z.number(),
      low_c: z.number(),
      rain_chance_percent: z.number().describe('Share of days with rain or snow at this time of year'),
    }),
  ),
})

function create() {
  const server = new McpServer(
    { name: 'weather', title: 'Weather 天气', version: '1.0.0' },
    {
      instructions: `Typical climate of ${cities.cities.length} world cities, offline. 全球城市的典型气候（离线数据）。`,
    },
  )
  addClimate(server)
  addForecast(server)
  addLists(server)
  server.registerResource(
    'cities',
    'climate://cities',
    {
      title: 'All cities 城市列表',
      description: 'Every city with its monthly normals',
      mimeType: 'application/json',
    },
    (uri) => ({ contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(cities) }] }),
  )
  return server
}

/** @param {McpServer} server */
function addClimate(server) {
  server.registerTool(
    'get_climate',
    {
      title: 'Climate of a city 城市气候',
      description:
        'Mean high and low temperature and rain days of a city by month. 查询城市各月平均气温和降水日数。',
      inputSchema: { city: cityName, month: month.optional().describe('1–12; all months without it') },
      outputSchema: { place: Place, months: z.array(MonthClimate), source: z.string() },
      annotations: readOnly,
    },
    ({ city, month }) => {
      const found = find(city)
      if (!found) return unknownCity(city)
      const months = monthNames.map((_, index) => climateOf(found, index))
      return answer({
        place: placeOf(found),
        months: month ? months.slice(month - 1, month) : months,
        source,
      })
    },
  )
  server.registerTool(
    'compare_cities',
    {
      title: 'Compare cities 比较城市',
      description: 'Compares the climate of two to five cities in one month. 比较几个城市同一月份的气候。',
      inputSchema: { cities: z.array(cityName).min(2).max(5), month },
      outputSchema: {
        month: z.string(),
        cities: z.array(MonthClimate.extend({ place: Place })),
        warmest: z.string(),
        driest: z.string(),
        source: z.string(),
      },
      annotations: readOnly,
    },
    ({ cities: names, month }) => {
      /** @type {(z.infer<typeof MonthClimate> & { place: z.infer<typeof Place> })[]} */
      const rows = []
      for (const name of names) {
        const found = find(name)
        if (!found) return unknownCity(name)
        rows.push({ ...climateOf(found, month - 1), place: placeOf(found) })
      }
      const warmest = rows.reduce((a, b) => (b.high_c > a.high_c ? b : a)).place.city
      const driest = rows.reduce((a, b) => (b.rain_days < a.rain_days ? b : a)).place.city
      return answer({ month: monthNames[month - 1], cities: rows, warmest, driest, source })
    },
  )
}

/** @param {McpServer} server */
function addForecast(server) {
  server.registerTool(
    'get_forecast',
    {
      title: 'Typical weather for the coming days 未来几天的典型天气',
      description: `What the next days are usually like in a city. ${estimate}`,
      inputSchema: {
        city: cityName,
        days: z.int().min(1).max(14).default(5).describe('How many days from today, 1–14'),
      },
      outputSchema: Forecast.shape,
      annotations: readOnly,
    },
    ({ city, days }) => {
      const found = find(city)
      if (!found) return unknownCity(city)
      const forecast = Array.from({ length: days }, (_, ahead) =>
        typicalDay(found, Date.now() + ahead * dayMs),
      )
      return answer({ place: placeOf(found), note: estimate, days: forecast })
    },
  )
}

/** @param {McpServer} server */
function addLists(server) {
  server.registerTool(
    'list_cities',
    {
      title: 'List cities 城市列表',
      description: 'The cities this service knows, all or of one country. 列出可查询的城市。',
      inputSchema: {
        country: z.string().max(100).optional().describe('English or Chinese, e.g. "Japan" or "日本"'),
      },
      outputSchema: { count: z.int(), cities: z.array(Place) },
      annotations: readOnly,
    },
    ({ country }) => {
      const wanted = country === undefined ? undefined : plain(country)
      const found = cities.cities.filter(
        (city) => wanted === undefined || [city.country, city.countryZh].map(plain).includes(wanted),
      )
      return answer({ count: found.length, cities: found.map(placeOf) })
    },
  )
}

/** @param {string} name @returns {City | undefined} */
function find(name) {
  const wanted = plain(name)
  return cities.cities.find((city) => plain(city.name) === wanted || plain(city.zh) === wanted)
}

/** Spelling without accents, case, spaces, apostrophes and the suffix for "city", so that "Xian" finds "Xi'an". @param {string} name */
function plain(name) {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\s'’.-]/gu, '')
    .toLowerCase()
    .replace(/市$/, '')
}

/** @param {City} city */
function placeOf({ name, zh, country, lat, lon }) {
  return { city: name, city_zh: zh, country, latitude: lat, longitude: lon }
}

/** @param {City} city @param {number} index 0 for January */
function climateOf(city, index) {
  return {
    month: index + 1,
    name: monthNames[index] ?? '',
    high_c: city.highC[index] ?? Number.NaN,
    low_c: city.lowC[index] ?? Number.NaN,
    rain_days: city.rainDays[index] ?? Number.NaN,
  }
}

/** The normals of the two nearest months, weighed by the date's distance from their middles. @param {City} city @param {number} at */
function typicalDay(city, at) {
  const date = new Date(at)
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const position = date.getUTCMonth() + (date.getUTCDate() - 0.5) / daysInMonth - 0.5
  const weight = position - Math.floor(position)
  const before = climateOf(city, (Math.floor(position) + 12) % 12)
  const after = climateOf(city, (Math.floor(position) + 13) % 12)
  /** @param {'high_c' | 'low_c' | 'rain_days'} field */
  const between = (field) => before[field] * (1 - weight) + after[field] * weight
  return {
    date: date.toISOString().slice(0, 10),
    high_c: Math.round(between('high_c')),
    low_c: Math.round(between('low_c')),
    rain_chance_percent: Math.round((between('rain_days') / 30.4) * 100),
  }
}

/** @param {string} name */
function unknownCity(name) {
  return refuse(
    `No city "${name}" here; list_cities tells which there are. 没有这个城市，可用 list_cities 查看。`,
  )
}

await run({ name: 'weather', port: 8001, create })
