import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { SystemProcess } from './system-process'

/** Ticks of 100 ns in a millisecond. */
const ticksPerMs = 10_000
/** From the year 1, where Windows begins to count, to 1970. */
const epochMs = 62_135_596_800_000

/** Constant: nothing of a server's gets in here. */
const question =
  "Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,WorkingSetSize,KernelModeTime,UserModeTime,CreationDate,Name | ForEach-Object { [pscustomobject]@{ pid = $_.ProcessId; parent = $_.ParentProcessId; memory = $_.WorkingSetSize; ticks = $_.KernelModeTime + $_.UserModeTime; began = if ($_.CreationDate) { $_.CreationDate.ToUniversalTime().Ticks.ToString() } else { '' }; name = $_.Name } } | ConvertTo-Json -Compress"

const Answer = z.array(
  z.object({
    pid: z.int(),
    parent: z.int(),
    memory: z.number(),
    ticks: z.number(),
    began: z.string(),
    name: z.string(),
  }),
)

/** Everything that runs, from PowerShell, which every Windows that Electron runs on has. */
export async function readWindows(): Promise<SystemProcess[]> {
  const options = { windowsHide: true, maxBuffer: 16_777_216 }
  const asked = ['-NoProfile', '-NonInteractive', '-Command', question]
  const { stdout } = await promisify(execFile)('powershell.exe', asked, options)
  return parseCim(stdout)
}

export function parseCim(text: string): SystemProcess[] {
  const all = Answer.parse(JSON.parse(text))
  const byPid = new Map(all.map((process) => [process.pid, process]))
  return all.map(({ pid, parent, memory, ticks, began, name }) => ({
    pid,
    // Windows keeps the pid of a parent that is gone and may have given it to a younger process since.
    parent: BigInt(byPid.get(parent)?.began || '0') <= BigInt(began || '0') ? parent : 0,
    group: 0,
    memoryBytes: memory,
    cpuMs: Math.round(ticks / ticksPerMs),
    began,
    startedAt: began === '' ? 0 : Number(BigInt(began) / BigInt(ticksPerMs)) - epochMs,
    name,
    mark: null,
  }))
}
