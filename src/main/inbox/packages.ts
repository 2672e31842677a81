import type { DangerCode } from '../../shared/contract/inbox'

/** Launchers that fetch a package and run it, and the flags after which a package stands. */
const launchers: Record<string, readonly string[]> = {
  npx: ['-p', '--package'],
  pnpx: ['-p', '--package'],
  bunx: ['-p', '--package'],
  uvx: ['--from', '--with'],
}

/** The same as two or three words. */
const verbs: readonly [words: string, as: string][] = [
  ['npm exec', 'npx'],
  ['npm x', 'npx'],
  ['pnpm dlx', 'npx'],
  ['yarn dlx', 'npx'],
  ['bun x', 'npx'],
  ['pipx run', 'uvx'],
  ['uv tool run', 'uvx'],
]

const takesValue = new Set([
  ...[
    '--python',
    '--index',
    '--index-url',
    '--default-index',
    '--extra-index-url',
    '--registry',
    '--directory',
  ],
  ...['--spec', '--cache', '--prefix'],
])

const exact = /(?:.@|==)v?\d+\.\d+(?:\.\d+)*[\w.+-]*$/u
const address = /^(?:git[+:@]|https?:|ssh:|file:|github:|gitlab:|bitbucket:|gist:|[\w.-]+\/[\w.-]+(?:#|$))/iu

/**
 * Which of these words, the program first, are packages that may be other ones next time or come from an address; by
 * their place. `programOf` names a word as a program.
 */
export function packagesIn(
  words: readonly string[],
  programOf: (word: string) => string,
): { place: number; reason: DangerCode }[] {
  const begun = launcherIn(words.map(programOf))
  if (!begun) return []
  const flags = launchers[begun.launcher] ?? []
  const packages: number[] = []
  let bare: number | undefined
  for (let place = begun.after; place < words.length && bare === undefined; place++) {
    const word = words[place] ?? ''
    if (flags.includes(word)) packages.push(++place)
    else if (flags.some((flag) => flag.startsWith('--') && word.startsWith(`${flag}=`))) packages.push(place)
    else if (takesValue.has(word) || (word === '-p' && begun.launcher === 'uvx')) place++
    else if (word !== '--' && !word.startsWith('-')) bare = place
  }
  // Where a package is named by a flag, the first bare word is a command of it.
  if (packages.length === 0 && bare !== undefined) packages.push(bare)
  return packages.flatMap((place) => {
    const reason = dangerOf((words[place] ?? '').replace(/^--[\w-]+=/u, ''))
    return reason === undefined ? [] : [{ place, reason }]
  })
}

function launcherIn(programs: readonly string[]): { launcher: string; after: number } | undefined {
  for (const [place, program] of programs.entries()) {
    if (program in launchers) return { launcher: program, after: place + 1 }
    for (const [words, launcher] of verbs) {
      const length = words.split(' ').length
      if (programs.slice(place, place + length).join(' ') === words)
        return { launcher, after: place + length }
    }
  }
  return undefined
}

function dangerOf(spec: string): DangerCode | undefined {
  if (address.test(spec)) return 'code-from-address'
  // A folder of this machine.
  if (/^[./~\\]/u.test(spec) || spec === '') return undefined
  return exact.test(spec) ? undefined : 'unpinned'
}
