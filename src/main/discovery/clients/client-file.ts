import { createHash, randomUUID } from 'node:crypto'
import { chmod, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SourceIssue } from '../../../shared/contract/discovery'
import { Fault } from '../../../shared/contract/fault'
import { readPlainFile } from '../kinds/file/plain-file'

/** A client's file as it lies on disk now. */
export type ClientFile =
  | {
      readonly state: 'found'
      /** Links followed. */
      readonly path: string
      /** With its byte order mark. */
      readonly text: string
      readonly hash: string
    }
  | { readonly state: 'missing'; readonly path: string; readonly hash: string }
  | { readonly state: 'unreadable'; readonly path: string; readonly issue: SourceIssue }

/** Stands for the content of a file that is not there. */
const nothing = 'missing'

/** Reads a file, links followed. Never throws. */
export async function readClientFile(path: string): Promise<ClientFile> {
  const content = await readPlainFile(path)
  if (content.kind === 'refused') return { state: 'unreadable', path, issue: content.issue }
  if (content.kind === 'missing') return { state: 'missing', path, hash: nothing }
  try {
    const bytes = await readFile(path)
    return { state: 'found', path: await realpath(path), text: decoded(bytes), hash: hashOf(bytes) }
  } catch {
    // It went in this moment.
    return { state: 'missing', path, hash: nothing }
  }
}

export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The content's hash now. Rejects with the system's error. */
export async function hashNow(path: string): Promise<string> {
  try {
    return hashOf(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return nothing
    throw error
  }
}

/**
 * Replaces a file of another program so that a crash leaves the old content or the new, whole; its permissions stay. A new
 * one is readable by its owner alone. Throws Fault `disk-full`, `file-unwritable`.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  // A name of its own: one such as `mcp.json.new` could be somebody's.
  const draft = join(dirname(path), `.rollcall-${randomUUID()}.tmp`)
  try {
    await mkdir(dirname(path), { recursive: true })
    const mode = await stat(path).then(
      (stats) => stats.mode & 0o777,
      () => 0o600,
    )
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await chmod(draft, mode)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw unwritable(path, error)
  }
}

/** Throws Fault `file-unwritable`. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
  } catch (error) {
    throw unwritable(path, error)
  }
}

function unwritable(path: string, error: unknown): Fault {
  const reason = codeOf(error)
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new Fault('disk-full', 'The disk is full.')
  return new Fault('file-unwritable', `${path} cannot be written: ${reason}.`, { path, reason })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
