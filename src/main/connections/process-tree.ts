import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const termAfterMs = 1_000
const killAfterMs = 2_500
/** SIGKILL cannot be refused; this is for the system to clear away. */
const clearMs = 500
const lookEveryMs = 25

/** Children started with this are the head of a process group of their own, which `endTree` ends as a whole. */
export const ownGroup = process.platform !== 'win32'

/**
 * Ends a process and everything it started. On POSIX its whole group: one second to go by itself (its input is closed
 * by then), then SIGTERM, after 2.5 s SIGKILL. Windows has no groups and forgets who started whom once a parent is
 * gone, so there the tree is ended at once, while it can still be found.
 *
 * Real time on purpose: processes do not follow a test's clock, and the program must not end before they have.
 */
export async function endTree(pid: number): Promise<void> {
  if (!ownGroup) return taskkill(pid)
  if (await isGone(pid, termAfterMs)) return
  signalGroup(pid, 'SIGTERM')
  if (await isGone(pid, killAfterMs - termAfterMs)) return
  signalGroup(pid, 'SIGKILL')
  await isGone(pid, clearMs)
}

/** Whether anything of the group still runs, looking until it does not or `withinMs` have passed. */
async function isGone(pid: number, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookEveryMs) {
    if (!signalGroup(pid, 0)) return true
    await sleep(lookEveryMs)
  }
  return !signalGroup(pid, 0)
}

/** False where no process of the group is left to take the signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    // Its only failure that matters here is "no such process", which is what was wanted.
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve())
  })
}
