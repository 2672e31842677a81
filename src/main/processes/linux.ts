import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { markName, type SystemProcess } from './system-process'

/** Ticks of a second in `/proc`: the same on every Linux since 2.6. */
const ticksPerSecond = 100
/** Processes read before others get their turn. */
const slice = 100

/** Everything that runs, from `/proc`. Dead processes whose parent has not fetched them yet are not there. */
export async function readLinux(): Promise<SystemProcess[]> {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const bootedAt = Number(/^btime (\d+)$/mu.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0) * 1_000
  const found: SystemProcess[] = []
  let read = 0
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry)) continue
    const stat = readStat(entry)
    if (!stat) continue
    const { state: _, start, ...process } = stat
    found.push({
      ...process,
      began: `${boot}/${start}`,
      startedAt: bootedAt + (Number(start) * 1_000) / ticksPerSecond,
      memoryBytes: memoryOf(entry),
      mark: markOf(entry),
    })
    read += 1
    if (read % slice === 0) await turn()
  }
  return found
}

/** Whether this very process still runs. */
export function runsOnLinux({ pid, began }: Pick<SystemProcess, 'pid' | 'began'>): boolean {
  const stat = readStat(pid)
  return stat !== undefined && began.endsWith(`/${stat.start}`)
}

/** The word that tells this process from others of its pid; undefined once it is gone. */
export function begunOnLinux(pid: number): string | undefined {
  const stat = readStat(pid)
  return stat && `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${stat.start}`
}

/** What `/proc/<pid>/stat` says; undefined for one that is gone, or dead and only waits to be fetched. */
export function parseStat(text: string) {
  // The name may hold anything, brackets included: the last one ends it.
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  const fields = text.slice(close + 2).split(' ')
  const number = (place: number) => Number(fields[place - 3])
  const state = fields[0] ?? 'X'
  if (open < 0 || close < open || state === 'Z' || state === 'X') return undefined
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state,
    parent: number(4),
    group: number(5),
    cpuMs: ((number(14) + number(15)) * 1_000) / ticksPerSecond,
    start: fields[19] ?? '',
  }
}

/** The file name of what it was started as; without its arguments, which may hold anything. */
export function nameOnLinux(pid: number): string {
  return basename(read(`/proc/${pid}/cmdline`).split('\0', 1)[0] ?? '')
}

function readStat(pid: number | string) {
  return parseStat(read(`/proc/${pid}/stat`))
}

function memoryOf(pid: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024
}

function markOf(pid: string): string | null {
  const pairs = read(`/proc/${pid}/environ`).split('\0')
  return pairs.find((pair) => pair.startsWith(`${markName}=`))?.slice(markName.length + 1) ?? null
}

/** Empty where it is gone, or another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
