/** What the measurements start beside Rollcall, and what the system says of any process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { nodeBinary } from '../scripts/setup.mjs'
import { startServer } from '../tests/servers/start.ts'

const pathOf = (/** @type {string} */ name) => join(import.meta.dirname, name)
const ticksPerSecond = 100
const lookMs = 10

/** `count` real servers of both eras in one process, half of each. @param {number} count @param {number} [flapMs] */
export async function startFleet(count, flapMs = 0) {
  const fleet = await startServer(pathOf('fleet.mjs'), [
    '--count',
    String(count),
    '--flap-ms',
    String(flapMs),
  ])
  const urls = Array.from(fleet.output().matchAll(/^at (\S+)$/gm), ([, url]) => String(url))
  return { urls, stop: () => fleet.stop() }
}

/** The SDK's clients in a loop, in a process of their own: see `floor.mjs`. */
export class Floor {
  /** When each server was last said to be up or down, by its index; `performance.now()` of this process. @type {Map<string, number>} */
  told = new Map()
  readyMs = Number.NaN
  pid = 0
  end = async () => {}

  /** Resolves once all are connected and listed. @param {string} file @param {number} atOnce @param {number} [pingMs] */
  async start(file, atOnce, pingMs = 0) {
    const args = [pathOf('floor.mjs'), file, String(atOnce), String(pingMs)]
    const startedAt = performance.now()
    const child = spawn(nodeBinary(), args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = once(child, 'exit')
    const early = gone.then(([code]) => {
      throw new Error(`The floor ended with ${code}.`)
    })
    early.catch(() => {})
    this.pid = child.pid ?? 0
    this.end = async () => {
      child.kill('SIGKILL')
      await gone
    }
    const lines = createInterface(child.stdout)
    lines.on('line', (line) => this.told.set(line, performance.now()))
    await Promise.race([once(lines, 'line'), early])
    this.readyMs = performance.now() - startedAt
  }

  /** Milliseconds from `since` until it said so; not a number where it did not within `withinMs`. @param {string} line @param {number} since @param {number} withinMs */
  async says(line, since, withinMs) {
    const until = performance.now() + withinMs
    while ((this.told.get(line) ?? 0) < since) {
      if (performance.now() > until) return Number.NaN
      await pause(lookMs)
    }
    return (this.told.get(line) ?? 0) - since
  }
}

/** Resident memory in MB; not a number where the system does not say. @param {number} pid */
export function rssMb(pid) {
  if (process.platform !== 'linux') return Number.NaN
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

/** Processor time used so far, in ms; not a number where the system does not say. @param {number} pid */
export function cpuMs(pid) {
  if (process.platform !== 'linux') return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
