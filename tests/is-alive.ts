import { existsSync, readFileSync } from 'node:fs'

/** Whether a process still runs; a dead one that its new parent has not fetched yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !/^\d+ \(.*\) Z/u.test(readFileSync(stat, 'utf8'))
}
