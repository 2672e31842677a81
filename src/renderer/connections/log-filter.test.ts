import { beforeAll, expect, it } from 'vitest'
import type { LogEntry } from '../../shared/contract/log'
import { startText } from '../text/language'
import { filterLog, lineText, logText, marked, wholeLog } from './log-filter'
import { withNews } from './use-log'

const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  id,
  at: '2026-11-28T10:00:00.000Z',
  level: null,
  origin: 'stderr',
  text: `line ${id}`,
  logger: null,
  code: null,
  detail: {},
  ...more,
})

const lost = entry(3, {
  level: 'error',
  origin: 'connection',
  text: 'Connection lost: Nothing listens at http://a/.',
  code: 'lost',
  detail: { error: 'refused', cause: 'Nothing listens at http://a/.', address: 'http://a/' },
})
const log = [entry(1), entry(2, { level: 'debug', origin: 'notice', logger: 'db' }), lost]
const ids = (entries: readonly LogEntry[]) => entries.map(({ id }) => id)

beforeAll(() => startText('zh'))

it('lets through what is severe enough; a line without a level counts as info', () => {
  expect(ids(filterLog(log, wholeLog))).toEqual([1, 2, 3])
  expect(ids(filterLog(log, { ...wholeLog, least: 'info' }))).toEqual([1, 3])
  expect(ids(filterLog(log, { ...wholeLog, least: 'warning' }))).toEqual([3])
  expect(ids(filterLog(log, { ...wholeLog, origin: 'notice' }))).toEqual([2])
})

it('searches what is shown: our sentences in the language they stand in, and the logger', () => {
  expect(lineText(lost)).toBe('连接断开：http://a/ 上没有程序在监听。')
  expect(ids(filterLog(log, { ...wholeLog, text: '连接断开' }))).toEqual([3])
  expect(ids(filterLog(log, { ...wholeLog, text: 'DB: l' }))).toEqual([2])
})

it('marks every match as it is written, whatever characters it has', () => {
  expect(marked('a.b A.B axb', 'a.b')).toEqual(['', 'a.b', ' ', 'A.B', ' axb'])
  expect(marked('anything', '')).toEqual(['anything'])
})

it('a file has one line for each', () => {
  expect(logText([entry(1)])).toBe('2026-11-28T10:00:00.000Z -         stderr     line 1\n')
})

it('takes news once, forgets what was cleared, and keeps the newest 2,000', () => {
  expect(ids(withNews([entry(1), entry(2)], 0, [entry(2), entry(3)]))).toEqual([1, 2, 3])
  expect(ids(withNews([entry(1), entry(2)], 1, []))).toEqual([2])
  const many = Array.from({ length: 2_000 }, (_, n) => entry(n + 1))
  expect(ids(withNews(many, 0, [entry(2_001)])).slice(0, 1)).toEqual([2])
})
