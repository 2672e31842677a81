import { readdir, stat } from 'node:fs/promises'
import { basename, join, matchesGlob, parse, relative, sep } from 'node:path'
import { fileIssue } from '../../issue'
import { afterFailure, type FileContent } from './plain-file'

/** At most this many files make one source, and at most so many names are looked at to find them. */
const filesMax = 1_000
const namesMax = 20_000

/** What stands in the way of a listing. */
type Obstacle = Exclude<FileContent, { kind: 'text' }>

/** Which files are one source. */
export interface Members {
  /** The file itself, the folder, or the part of a pattern before its first placeholder. */
  readonly base: string
  /** How far below `base` the files lie, in folders between. */
  readonly depth: number
  /** Whether what happens at a path below `base` can matter; `isFolder` is undefined where that is not known. */
  concerns(path: string, isFolder: boolean | undefined): boolean
  /** The files there are now, in the order of their names. Never throws. */
  list(): Promise<readonly string[] | Obstacle>
}

/** What in a path makes it a pattern: `*`, `?`, `{json,yaml}`. Brackets are too usual in the names of files. */
const placeholder = /[*?]|\{[^{}]*,[^{}]*\}/u

export function isPattern(address: string): boolean {
  return placeholder.test(address)
}

/** Endings of files that name servers: a directory with one is no folder of such files but a mistake. */
const documentEnding = /\.(jsonc?|ya?ml|toml|lnk)$/iu

/** One file, the `*.json` of a folder, or all files a pattern matches, whichever stands at the address. */
export function membersOf(address: string): Members {
  if (!isPattern(address)) return fileOrFolder(address)
  const steps = address.split(/[\\/]/u)
  const first = steps.findIndex((step) => placeholder.test(step))
  const base = steps.slice(0, first).join(sep) || sep
  return matching(base, steps.slice(first))
}

function fileOrFolder(path: string): Members {
  const folder = matching(path, ['*.json'])
  return {
    ...folder,
    async list() {
      if (documentEnding.test(path)) return [path]
      // Looked at afresh each time: what is not there yet may turn out to be either.
      const isFolder = await stat(path).then(
        (stats) => stats.isDirectory(),
        () => false,
      )
      return isFolder ? folder.list() : [path]
    },
  }
}

/** Files below `base`, one pattern for each step of the way. */
function matching(base: string, patterns: readonly string[]): Members {
  return {
    base,
    depth: patterns.length - 1,
    concerns(path, isFolder) {
      const steps = relative(base, path).split(sep)
      // Above it: how the coming of what is not there yet is noticed.
      if (steps[0] === '..') return true
      if (steps.length === patterns.length && isFolder === true) return false
      return steps.every((step, at) => matches(step, patterns[at]))
    },
    async list() {
      try {
        const budget = { names: namesMax }
        const found = await walk(base, patterns, budget)
        if (found.length <= filesMax && budget.names > 0) return found
        const limit = filesMax
        return {
          kind: 'refused',
          issue: fileIssue('too-many-files', `More than ${limit} files are meant.`, { limit }),
        }
      } catch (error) {
        return afterFailure(error)
      }
    },
  }
}

/** A name that begins with a dot is meant only where the pattern does too, as in a shell. */
function matches(name: string, pattern: string | undefined): boolean {
  return pattern !== undefined && matchesGlob(name, pattern)
}

async function walk(
  folder: string,
  patterns: readonly string[],
  budget: { names: number },
): Promise<string[]> {
  const [pattern, ...further] = patterns
  const entries = await readdir(folder, { withFileTypes: true })
  budget.names -= entries.length
  if (budget.names <= 0) return []
  const found = entries.filter(({ name }) => matches(name, pattern)).toSorted(byName)
  if (further.length === 0)
    return found.filter((entry) => !entry.isDirectory()).map(({ name }) => join(folder, name))
  const files: string[] = []
  for (const entry of found) {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue
    // One folder on the way that is closed, or gone meanwhile, hides only what is in it.
    files.push(...(await walk(join(folder, entry.name), further, budget).catch(() => [])))
  }
  return files
}

/** The same order on every machine, whatever its language. */
function byName({ name: one }: { name: string }, { name: other }: { name: string }): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** What people call such a source: the name of its file or folder; of a pattern, that of the folder it begins in. */
export function nameOf(address: string): string {
  if (!isPattern(address)) return parse(address).name
  const { base } = membersOf(address)
  return basename(base) || base
}
