import { expect, test } from 'vitest'
import { filledForm } from './form-filling'

const now = new Date(2026, 10, 28, 12)

function fill(
  question: string,
  properties: object,
  { required = Object.keys(properties), known = [] as string[] } = {},
) {
  return filledForm({ type: 'object', properties, required }, { question, known, now })
}

const text = { type: 'string' }
const city = { type: 'string', description: 'Name of a city' }

test('the one text a tool needs is what the words of the tool do not explain', () => {
  const known = ['weather', '天气']
  for (const [question, said] of [
    ['what is the weather in Paris?', 'Paris'],
    ['weather in New York tomorrow', 'New York'],
    ['今天上海天气怎么样', '上海'],
    ['查一下北京的天气', '北京'],
  ] as const)
    expect(fill(question, { city }, { known }), question).toEqual({ arguments: { city: said }, missing: [] })
})

test('what the words do not say is missing, not guessed', () => {
  expect(fill('今天天气怎么样', { city }, { known: ['天气'] })).toEqual({ arguments: {}, missing: ['city'] })
  const sql = { type: 'string', description: 'A SELECT statement' }
  expect(fill('which orders are late', { sql }, { known: ['order'] })).toEqual({
    arguments: {},
    missing: ['sql'],
  })
  expect(fill('compare Paris and Rome', { one: text, other: text })).toEqual({
    arguments: {},
    missing: ['one', 'other'],
  })
})

test('values that may be chosen are found by their names', () => {
  const unit = { enum: ['celsius', 'fahrenheit'], type: 'string' }
  const status = { enum: ['open', 'in_progress', '已完成'], type: 'string' }
  expect(fill('in Fahrenheit please', { unit }).arguments).toEqual({ unit: 'fahrenheit' })
  expect(fill('those in progress', { status }).arguments).toEqual({ status: 'in_progress' })
  expect(fill('哪些已完成', { status }).arguments).toEqual({ status: '已完成' })
  expect(fill('reopened ones', { status }).arguments).toEqual({})
})

test('numbers go by what stands beside them, or in order where there are as many as are needed', () => {
  const number = { type: 'number' }
  expect(fill('add 2 and -3.5', { a: number, b: number }).arguments).toEqual({ a: 2, b: -3.5 })
  const days = { type: 'integer', minimum: 1, maximum: 14 }
  const limit = { type: 'integer' }
  const optional = { required: [] }
  expect(fill('7 days, limit 20', { days, limit }, optional).arguments).toEqual({ days: 7, limit: 20 })
  expect(fill('未来5天', { days }, optional).arguments).toEqual({ days: 5 })
  expect(fill('30 days', { days }, optional).arguments).toEqual({})
  expect(fill('add 1, 2 and 3', { a: number, b: number }).missing).toEqual(['a', 'b'])
})

test('days, addresses, files and what stands in quotes are what they look like', () => {
  const date = { type: 'string', format: 'date' }
  expect(fill('day after tomorrow', { date }).arguments).toEqual({ date: '2026-11-30' })
  expect(fill('明天到2026年12月3日', { start_date: text, end_date: text }).arguments).toEqual({
    start_date: '2026-11-29',
    end_date: '2026-12-03',
  })
  expect(fill('read https://example.org/a?b=c please', { url: text }).arguments).toEqual({
    url: 'https://example.org/a?b=c',
  })
  expect(fill('write to ann@example.org', { email: text }).arguments).toEqual({ email: 'ann@example.org' })
  expect(fill('read ./notes/today.md', { path: text }).arguments).toEqual({ path: './notes/today.md' })
  expect(fill('translate “good morning” to "French"', { text, target: text }).arguments).toEqual({
    text: 'good morning',
    target: 'French',
  })
})
