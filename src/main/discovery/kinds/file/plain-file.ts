import { constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import type { SourceIssue } from '../../../../shared/contract/discovery'
import { fileIssue } from '../../issue'

/** Largest file read, in MiB. */
const fileMaxMiB = 16

/** What reading a file came to. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly issue: SourceIssue }

/**
 * Reads a regular file as strict UTF-8, a byte order mark tolerated. Anything else that can have a path (devices, pipes,
 * sockets, directories, the kernel's pseudo files) is refused without waiting on it, and so is one over `maxMiB`.
 * Never throws.
 */
export async function readPlainFile(path: string, maxMiB: number = fileMaxMiB): Promise<FileContent> {
  if (/\.lnk$/iu.test(path)) return refused(notAFile())
  try {
    // Before opening: opening a device alone can have effects.
    if (!(await stat(path)).isFile()) return refused(notAFile())
    if (/^\/(proc|sys)\//u.test(await realpath(path))) return refused(notAFile())
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    return await readRegular(file, maxMiB)
  } catch (error) {
    return afterFailure(error)
  }
}

async function readRegular(file: FileHandle, maxMiB: number): Promise<FileContent> {
  const stats = await file.stat()
  if (!stats.isFile()) return refused(notAFile())
  const max = maxMiB * 1_048_576
  if (stats.size > max) return refused(tooLarge(maxMiB))
  const bytes = await readUpTo(file, max + 1)
  if (bytes.length > max) return refused(tooLarge(maxMiB))
  return decode(bytes)
}

/** Reads to the end or to `limit` bytes, whatever size the file claims. */
async function readUpTo(file: FileHandle, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (let total = 0; total < limit; ) {
    const chunk = Buffer.allocUnsafe(Math.min(65_536, limit - total))
    const { bytesRead } = await file.read(chunk, 0, chunk.length)
    if (bytesRead === 0) break
    chunks.push(chunk.subarray(0, bytesRead))
    total += bytesRead
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer): FileContent {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // UTF-16 of Latin text without its mark is valid UTF-8, every other character a NUL.
    if (!text.slice(0, 4).includes('\0')) return { kind: 'text', text }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  return refused(fileIssue('not-utf8', 'The file is not UTF-8 text.'))
}

/** What a failure of the file system says about a path. */
export function afterFailure(error: unknown): Exclude<FileContent, { kind: 'text' }> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
  if (['ENXIO', 'EISDIR', 'ENODEV', 'EOPNOTSUPP'].includes(code)) return refused(notAFile())
  const reason = reasons[code] ?? (code || String(error))
  return refused(fileIssue('unreadable', `The file may not be read: ${reason}.`, { reason }))
}

const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'its links lead in a circle',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'another program holds it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk failed',
}

function notAFile(): SourceIssue {
  return fileIssue('not-a-file', 'This is not a regular file.')
}

function tooLarge(maxMiB: number): SourceIssue {
  return fileIssue('too-large', `The file is larger than ${maxMiB} MiB.`, { limit: `${maxMiB} MiB` })
}

function refused(issue: SourceIssue): Exclude<FileContent, { kind: 'text' }> {
  return { kind: 'refused', issue }
}
