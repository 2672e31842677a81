/**
 * Collects whose work is shipped and on what terms, while the page is built: every package in the page's bundle, every
 * package the core is installed with, and what reaches the page by another way. Written beside the page as
 * `licences.json`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/**
 * @typedef {{ name: string, version: string, license?: string | { type?: string }, homepage?: string,
 *   repository?: string | { url?: string }, dependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string> }} Manifest
 * @typedef {{ name: string, version: string, licence: string, website: string | null, text: number | null }} Package
 */

/** In the page without being a module of it: fonts and styles come through CSS, Electron is around it all. */
const besides = [
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
  'sonner',
  'tailwindcss',
  'electron',
]

/** @param {string} root @returns {import('vite').Plugin} */
export function licences(root) {
  return {
    name: 'rollcall-licences',
    apply: 'build',
    generateBundle() {
      const dirs = new Set([
        ...[...this.getModuleIds()].flatMap((id) => packageDirOf(id) ?? []),
        ...besides.map((name) => join(root, 'node_modules', name)),
        ...installed(root),
      ])
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(licenceFile(dirs)) })
    },
  }
}

/** @param {Iterable<string>} dirs */
export function licenceFile(dirs) {
  /** @type {Map<string, Package>} */
  const packages = new Map()
  /** @type {Map<string, number>} */
  const texts = new Map()
  for (const dir of dirs) {
    const { name, version, ...rest } = manifestOf(dir)
    const text = textIn(dir)
    if (text !== null && !texts.has(text)) texts.set(text, texts.size)
    packages.set(`${name}@${version}`, {
      name,
      version,
      licence: (typeof rest.license === 'string' ? rest.license : rest.license?.type) ?? '',
      website: websiteOf(rest),
      text: text === null ? null : (texts.get(text) ?? null),
    })
  }
  return {
    packages: [...packages.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')),
    texts: [...texts.keys()],
  }
}

/** The package a module lies in: the last `node_modules` of its path counts. @param {string} id */
function packageDirOf(id) {
  const path = id
    .replace(/^\0/u, '')
    .replace(/[?].*$/u, '')
    .replaceAll('/', sep)
  const mark = `${sep}node_modules${sep}`
  const at = path.lastIndexOf(mark)
  if (at < 0) return undefined
  const parts = path.slice(at + mark.length).split(sep)
  const dir = join(path.slice(0, at + mark.length), ...parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1))
  return existsSync(join(dir, 'package.json')) ? dir : undefined
}

/** Every package the core is installed with, those its packages need included. @param {string} root */
function installed(root) {
  /** @type {Set<string>} */
  const found = new Set()
  /** @param {string} from */
  const follow = (from) => {
    const { dependencies, optionalDependencies } = manifestOf(from)
    const optional = from === root ? {} : optionalDependencies
    for (const name of Object.keys({ ...dependencies, ...optional })) {
      const dir = resolved(name, from)
      if (dir === undefined || found.has(dir)) continue
      found.add(dir)
      follow(dir)
    }
  }
  follow(root)
  return found
}

/** As Node looks for it: beside, then upwards. @param {string} name @param {string} from @returns {string | undefined} */
function resolved(name, from) {
  const dir = join(from, 'node_modules', name)
  if (existsSync(join(dir, 'package.json'))) return dir
  return dirname(from) === from ? undefined : resolved(name, dirname(from))
}

/** @param {string} dir @returns {Manifest} */
function manifestOf(dir) {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
}

/** @param {string} dir */
function textIn(dir) {
  const files = readdirSync(dir).filter((name) => /^(licen[cs]e|copying|notice)/iu.test(name))
  const texts = files.sort().map((name) => readFileSync(join(dir, name), 'utf8').trim())
  return texts.length > 0 ? texts.join('\n\n') : null
}

/** @param {Pick<Manifest, 'homepage' | 'repository'>} manifest */
function websiteOf({ homepage, repository }) {
  const address = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? ''
  const plain = address
    .replace(/^git\+/u, '')
    .replace(/^(github:)?([\w.-]+\/[\w.-]+)$/u, 'https://github.com/$2')
    .replace(/^(git|ssh):\/\/(git@)?/u, 'https://')
    .replace(/\.git$/u, '')
  return plain.startsWith('https://') ? plain : null
}
