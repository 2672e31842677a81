import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { Members } from './members'
import { type FileContent, readPlainFile } from './plain-file'

/** In UTF-16 units. */
const lookedAtMax = 1_048_576

/** What the files hold, by path; of files that are not there, or cannot be listed, what is said of their place. */
export type Contents = ReadonlyMap<string, FileContent>

/** The files as one look found them. */
export interface Look {
  /** What changes when a file does, by path. */
  readonly prints: ReadonlyMap<string, string>
  /** What stands in the way of listing them; null where nothing does. */
  readonly obstacle: FileContent | null
}

export async function lookAt(members: Members): Promise<Look> {
  const listed = await members.list()
  if ('kind' in listed) return { prints: new Map(), obstacle: listed }
  const prints = new Map<string, string>()
  for (const path of listed) {
    const print = await fingerprint(path)
    if (print !== null) prints.set(path, print)
  }
  const isMissing = prints.size === 0 && listed[0] === members.base
  return { prints, obstacle: isMissing ? { kind: 'missing' } : null }
}

/** Reads what a look found, one file after the other. */
export async function contentsOf(members: Members, { prints, obstacle }: Look): Promise<Contents> {
  if (obstacle) return new Map([[members.base, obstacle]])
  const contents = new Map<string, FileContent>()
  for (const path of prints.keys()) contents.set(path, await readPlainFile(path, mostMiBOf(path)))
  return contents
}

/** Changes when any of the files does. */
export function printOf({ prints, obstacle }: Look): string {
  return JSON.stringify([[...prints], obstacle])
}

/**
 * Whether other files were put in the place of those JSON files that changed, as programs do that write a file whole and
 * rename it. A file that came where none was told, or was written in place, is none.
 */
export function isSwapped({ prints, obstacle }: Look, told: Look | null): boolean {
  if (obstacle || !told) return false
  const changed = [...prints].filter(([path, print]) => told.prints.get(path) !== print)
  const isSwap = ([path, print]: [string, string]) => {
    const before = told.prints.get(path)
    return before !== undefined && /\.json$/iu.test(path) && identityIn(before) !== identityIn(print)
  }
  return changed.length > 0 && changed.every(isSwap)
}

function identityIn(print: string): string {
  return print.split(':', 2).join(':')
}

/** Whether these are whole JSON documents, none so long that looking would keep anybody waiting. */
export function areWhole(contents: Contents): boolean {
  return [...contents.values()].every((content) => {
    if (content.kind !== 'text' || content.text.length > lookedAtMax) return false
    try {
      // Of an object or a list no beginning is one itself.
      return typeof JSON.parse(content.text) === 'object'
    } catch {
      return false
    }
  })
}

/** The same for the same contents. */
export function digestOf(contents: Contents): string {
  const hash = createHash('sha256')
  for (const [path, content] of contents) {
    const told = content.kind === 'text' ? content.text : JSON.stringify(content)
    hash.update(JSON.stringify([path, content.kind, told.length])).update(told)
  }
  return hash.digest('base64')
}

/** JSON is what programs write and may be long; YAML and TOML are written by hand, and their parsers slow. */
export function mostMiBOf(path: string): number | undefined {
  return /\.(ya?ml|toml)$/iu.test(path) ? 1 : undefined
}

/** What changes when a file does: identity, size, time. Null where nothing is at the path; a failure is a state too. */
async function fingerprint(path: string): Promise<string | null> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : code
  }
}
