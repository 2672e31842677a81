import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ApiFile = z.object({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  token: z.string(),
  pid: z.int().positive(),
})
/** Where a running Rollcall answers; lies in its data directory for the command line to find. */
export type ApiFile = z.infer<typeof ApiFile>

/** Writes it readable for this user alone, whole or not at all. */
export function writeApiFile(dataDir: string, file: ApiFile): void {
  const place = placeOf(dataDir)
  const beside = `${place}.${file.pid}`
  writeFileSync(beside, `${JSON.stringify(file)}\n`, { mode: 0o600 })
  chmodSync(beside, 0o600)
  renameSync(beside, place)
}

/** What is written there, or undefined; says nothing of whether that Rollcall still runs. */
export function readApiFile(dataDir: string): ApiFile | undefined {
  try {
    return ApiFile.parse(JSON.parse(readFileSync(placeOf(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}

/** Removes it, unless a later Rollcall has written its own. */
export function removeApiFile(dataDir: string, token: string): void {
  if (readApiFile(dataDir)?.token === token) rmSync(placeOf(dataDir), { force: true })
}

function placeOf(dataDir: string): string {
  return join(dataDir, 'api.json')
}
