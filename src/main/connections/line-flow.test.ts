import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LineFlow } from './line-flow'

let told: { lines: readonly string[]; leftOut: number }[]
let flow: LineFlow

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  flow = new LineFlow((lines, leftOut) => told.push({ lines, leftOut }))
})
afterEach(() => {
  vi.useRealTimers()
})

const write = (text: string) => flow.write(Buffer.from(text))
const lines = () => told.flatMap((one) => one.lines)

test('hands the first line on at once, and joins what arrives in pieces', () => {
  write('at once\nhalf')
  expect(lines()).toEqual(['at once'])
  write(' a line\r\nand more')
  vi.advanceTimersByTime(100)
  expect(lines()).toEqual(['at once', 'half a line'])
})

test('an unfinished line is handed on once nothing follows it', () => {
  write('Password: ')
  expect(lines()).toEqual([])
  vi.advanceTimersByTime(100)
  expect(lines()).toEqual(['Password: '])
})

test('a character cut in two arrives whole', () => {
  const bytes = Buffer.from('天气\n')
  flow.write(bytes.subarray(0, 4))
  flow.write(bytes.subarray(4))
  vi.advanceTimersByTime(100)
  expect(lines()).toEqual(['天气'])
})

test('of a flood it keeps the last, counts the rest, and speaks ten times a second', () => {
  const line = `${'x'.repeat(99)}\n`
  for (let turn = 0; turn < 10; turn++) {
    for (let n = 0; n < 100; n++) write(line.repeat(500))
    vi.advanceTimersByTime(100)
  }
  expect(told.length).toBeLessThanOrEqual(12)
  const leftOut = told.reduce((sum, one) => sum + one.leftOut, 0)
  expect(lines().length).toBeLessThan(12 * 660)
  expect(leftOut + lines().length).toBe(500_000)
})

test('a flood without a line break stays small', () => {
  for (let n = 0; n < 1_000; n++) write('x'.repeat(10_000))
  flow.end()
  for (const line of lines()) expect(line.length).toBeLessThanOrEqual(2 * 65_536)
  expect(lines().length).toBeLessThan(10)
})

test('its end hands on what is left', () => {
  write('a\n')
  write('last words')
  flow.end()
  expect(lines()).toEqual(['a', 'last words'])
})
