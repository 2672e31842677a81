import { expect, it } from 'vitest'
import { parseStat } from './linux'
import { parsePs } from './mac'
import { descendantsOf, treeOf } from './process-table'
import type { Snapshot, SystemProcess } from './system-process'
import { parseCim } from './windows'

it('reads a process from /proc, whatever it is called', () => {
  const rest = '1 2345 2345 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 11 0 987654 1 1'
  expect(parseStat(`77 (a) (b) S ${rest}`)).toEqual({
    pid: 77,
    name: 'a) (b',
    state: 'S',
    parent: 1,
    group: 2345,
    cpuMs: 2_000,
    start: '987654',
  })
  expect(parseStat(`77 (dead) Z ${rest}`)).toBeUndefined()
  expect(parseStat('')).toBeUndefined()
})

it('reads the lines of ps on a Mac', () => {
  const text = `    1     0     1  23456   1:02.34 Ss   Mon Nov  2 08:00:01 2026     /sbin/launchd
  812     1   812 104832 1-02:03:04 S+   Sat Nov 28 07:16:06 2026     /Applications/My App.app/Contents/MacOS/My App
  900   812   812      0   0:00.00 Z    Sat Nov 28 07:16:07 2026     <defunct>
`
  expect(parsePs(text)).toEqual([
    {
      pid: 1,
      parent: 0,
      group: 1,
      memoryBytes: 24_018_944,
      cpuMs: 62_340,
      began: 'Mon_Nov_2_08:00:01_2026',
      startedAt: Date.UTC(2026, 10, 2, 8, 0, 1),
      name: 'launchd',
      mark: null,
    },
    {
      pid: 812,
      parent: 1,
      group: 812,
      memoryBytes: 107_347_968,
      cpuMs: 93_784_000,
      began: 'Sat_Nov_28_07:16:06_2026',
      startedAt: Date.UTC(2026, 10, 28, 7, 16, 6),
      name: 'My App',
      mark: null,
    },
  ])
})

it('reads what PowerShell says, and knows a parent that is younger than its child for another one', () => {
  const ticks = (ms: number) => String((BigInt(ms) + 62_135_596_800_000n) * 10_000n)
  const one = { memory: 1_024, ticks: 156_250, name: 'node.exe' }
  const text = JSON.stringify([
    { ...one, pid: 4, parent: 0, began: ticks(1_000) },
    { ...one, pid: 40, parent: 4, began: ticks(2_000) },
    { ...one, pid: 44, parent: 40, began: ticks(1_500) },
    { ...one, pid: 0, parent: 0, began: '' },
  ])
  const parsed = parseCim(text)
  expect(parsed.map(({ pid, parent, startedAt }) => [pid, parent, startedAt])).toEqual([
    [4, 0, 1_000],
    [40, 4, 2_000],
    [44, 0, 1_500],
    [0, 0, 0],
  ])
  expect(parsed[0]?.cpuMs).toBe(16)
})

function snapshot(...rows: [pid: number, parent: number, group: number, mark?: string][]): Snapshot {
  const shared = { began: '', startedAt: 0, memoryBytes: 0, cpuMs: 0, name: '' }
  return new Map(
    rows.map(([pid, parent, group, mark = null]): [number, SystemProcess] => [
      pid,
      { ...shared, pid, parent, group, mark },
    ]),
  )
}

it('finds a tree by descent, by group and by mark, and ends it where another begins', () => {
  const all = snapshot(
    [1, 0, 1],
    [10, 1, 10, 'run.1'],
    [11, 10, 10],
    [12, 11, 12],
    [13, 1, 10],
    [14, 1, 14, 'run.1'],
    [15, 14, 14],
    [20, 10, 20, 'run.2'],
    [21, 20, 20],
  )
  const pids = (found: readonly SystemProcess[]) => found.map(({ pid }) => pid).sort()
  expect(pids(treeOf({ pid: 10, mark: 'run.1' }, all, new Set([20])))).toEqual([10, 11, 12, 13, 14, 15])
  expect(pids(treeOf({ pid: 0, mark: 'run.1' }, all))).toEqual([10, 11, 12, 14, 15, 20, 21])
  expect(pids(treeOf({ pid: 0, mark: null }, all))).toEqual([])
  expect(pids(descendantsOf(20, all))).toEqual([21])
})
