import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { SystemProcess } from './system-process'

const columns = ['-axww', '-o', 'pid=,ppid=,pgid=,rss=,time=,state=,lstart=,comm=']
/** So that times are told in one way, whatever the person's language and time zone. */
const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** Everything that runs, from `ps`. */
export async function readMac(): Promise<SystemProcess[]> {
  const { stdout } = await promisify(execFile)('ps', columns, { env, maxBuffer: 16_777_216 })
  return parsePs(stdout)
}

/** The lines of `ps -o pid=,ppid=,pgid=,rss=,time=,state=,lstart=,comm=`. */
export function parsePs(text: string): SystemProcess[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, kilobytes, time, state, ...rest] = line.trim().split(/\s+/u)
    if (pid === undefined || time === undefined || state === undefined || state.startsWith('Z')) return []
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      memoryBytes: Number(kilobytes) * 1_024,
      cpuMs: millisecondsOf(time),
      began: rest.slice(0, 5).join('_'),
      startedAt: Date.parse(`${rest.slice(0, 5).join(' ')} UTC`) || 0,
      name: rest.slice(5).join(' ').split('/').at(-1) ?? '',
      mark: null,
    }
  })
}

/** `1-02:03:04`, `02:03:04` or `3:04.56`. */
function millisecondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse()
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.round((Number(days) * 86_400 + seconds) * 1_000)
}
