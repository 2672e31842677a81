import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type Entry, fromBuffer, open, type ZipFile } from 'yauzl'
import type { GivenFile } from '../../../shared/contract/import'

/** Largest bundle, in bytes: 256 MiB; unpacked 1 GiB in 50,000 files; its manifest 1 MiB. */
const bundleMax = 268_435_456
const unpackedMax = 1_073_741_824
const filesMax = 50_000
const manifestMax = 1_048_576

/** A bundle that is not taken, and why: the end of a sentence that begins with its name. */
export class BundleRefused extends Error {
  override readonly name = 'BundleRefused'
  readonly reason: string

  constructor(reason: string) {
    super(`The bundle ${reason}.`)
    this.reason = reason
  }
}

/**
 * A `.mcpb` or `.dxt` file, which is a ZIP archive. Names that lead out of it, links, encrypted files and more than the
 * limits refuse it as a whole; what a file claims of its size is checked while it is read.
 */
export class BundleFile implements AsyncDisposable {
  readonly #zip: ZipFile
  readonly #entries: readonly Entry[]
  readonly #digest: string

  private constructor(zip: ZipFile, entries: readonly Entry[], digest: string) {
    this.#zip = zip
    this.#entries = entries
    this.#digest = digest
  }

  /** Throws `BundleRefused`. */
  static async open({ path, base64 }: GivenFile): Promise<BundleFile> {
    const bytes = base64 === undefined ? undefined : Buffer.from(base64, 'base64')
    if (bytes === undefined && path === undefined) throw new BundleRefused('came without its content')
    try {
      const digest = bytes ? createHash('sha256').update(bytes).digest('hex') : await digestOf(path ?? '')
      const zip = await opened(bytes ?? path ?? '')
      try {
        return new BundleFile(zip, await entriesOf(zip), digest)
      } catch (error) {
        zip.close()
        throw error
      }
    } catch (error) {
      if (error instanceof BundleRefused) throw error
      throw new BundleRefused('cannot be read as a bundle')
    }
  }

  /** Where it is unpacked to: two bundles of different content never share a directory. */
  directoryIn(bundlesDir: string): string {
    return join(bundlesDir, this.#digest.slice(0, 24))
  }

  /** Throws `BundleRefused`. */
  async manifest(): Promise<string> {
    const entry = this.#entries.find(({ fileName }) => fileName === 'manifest.json')
    if (!entry) throw new BundleRefused('has no manifest.json')
    if (entry.uncompressedSize > manifestMax) throw new BundleRefused('has a manifest larger than 1 MiB')
    return (await buffer(await this.#read(entry))).toString('utf8')
  }

  /** Unpacks it, unless it lies there already, and answers with the directory. Throws `BundleRefused`. */
  async unpack(bundlesDir: string): Promise<string> {
    const directory = this.directoryIn(bundlesDir)
    if (await isDirectory(directory)) return directory
    const growing = `${directory}.part`
    await rm(growing, { recursive: true, force: true })
    await mkdir(growing, { recursive: true, mode: 0o700 })
    for (const entry of this.#entries) {
      const path = join(growing, entry.fileName)
      await mkdir(entry.fileName.endsWith('/') ? path : dirname(path), { recursive: true, mode: 0o700 })
      if (entry.fileName.endsWith('/')) continue
      await pipeline(await this.#read(entry), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
      if (isExecutable(entry)) await chmod(path, 0o700)
    }
    await rename(growing, directory)
    return directory
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close()
  }

  #read(entry: Entry): Promise<Readable> {
    const { promise, resolve, reject } = Promise.withResolvers<Readable>()
    this.#zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
    return promise
  }
}

function opened(from: Buffer | string): Promise<ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>()
  const done = (error: Error | null, zip: ZipFile) => (error ? reject(error) : resolve(zip))
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true } as const
  if (typeof from === 'string') open(from, options, done)
  else fromBuffer(from, options, done)
  return promise
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Entry[]>()
  const entries: Entry[] = []
  let size = 0
  zip.on('error', () => reject(new BundleRefused('cannot be read as a bundle, or leads out of itself')))
  zip.on('end', () => resolve(entries))
  zip.on('entry', (entry: Entry) => {
    size += entry.uncompressedSize
    if (entries.length >= filesMax) reject(new BundleRefused('holds too many files'))
    else if (size > unpackedMax) reject(new BundleRefused('is too large once it is unpacked'))
    else if (isLink(entry)) reject(new BundleRefused('holds links'))
    else if (entry.isEncrypted()) reject(new BundleRefused('is encrypted'))
    else {
      entries.push(entry)
      zip.readEntry()
    }
  })
  zip.readEntry()
  return promise
}

async function digestOf(path: string): Promise<string> {
  const stats = await stat(path)
  if (!stats.isFile()) throw new BundleRefused('is no regular file')
  if (stats.size > bundleMax) throw new BundleRefused('is larger than 256 MiB')
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { end: bundleMax }), hash)
  return hash.digest('hex')
}

/** The upper half of the attributes is the mode, where the archive was made on a system with modes. */
const modeOf = ({ externalFileAttributes }: Entry) => externalFileAttributes >>> 16

const isLink = (entry: Entry) => (modeOf(entry) & 0o170_000) === 0o120_000

const isExecutable = (entry: Entry) => (modeOf(entry) & 0o111) !== 0

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}
