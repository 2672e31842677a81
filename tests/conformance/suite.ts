import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Driver } from './driver'

export const revisions = ['2025-11-25', '2026-07-28'] as const
export type Revision = (typeof revisions)[number]

/** For one scenario; they wait for each other at the driver. */
const timeoutMs = 90_000

const Checks = z.array(
  z.object({
    id: z.string(),
    status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
    errorMessage: z.string().optional(),
  }),
)
type Check = z.infer<typeof Checks>[number]

/** What came of one scenario. */
export interface Outcome {
  readonly checks: readonly Check[]
  /** Why Rollcall did not come through to the end of the scene. */
  readonly failure: unknown
}

/** Names of the suite's scenarios for clients: those of a revision, or all there are. */
export async function scenariosOf(revision?: Revision): Promise<string[]> {
  const listed = await conformance(['list', '--client', ...(revision ? ['--spec-version', revision] : [])])
  return Array.from(listed.matchAll(/^ {2}- (\S+)/gmu), ([, name = '']) => name)
}

/** Runs every scenario of a revision against Rollcall. */
export async function outcomesOf(revision: Revision): Promise<ReadonlyMap<string, Outcome>> {
  await using driver = await new Driver((await scenariosOf(revision)).length).start()
  const out = mkdtempSync(join(tmpdir(), 'rollcall-conformance-'))
  try {
    const what = ['--suite', 'all', '--spec-version', revision, '--command', driver.command]
    await conformance(['client', ...what, '--timeout', String(timeoutMs), '--output-dir', out])
    const found = globSync('**/checks.json', { cwd: out }).map((file) => {
      const scenario = file
        .split(sep)
        .slice(0, -1)
        .join('/')
        .replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/u, '')
      const checks = Checks.parse(JSON.parse(readFileSync(join(out, file), 'utf8')))
      return [scenario, { checks, failure: driver.failures.get(scenario) }] as const
    })
    return new Map(found)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Runs the suite's own program; what it thinks of the whole is not asked. */
async function conformance(args: readonly string[]): Promise<string> {
  const script = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
  return said
}
