import { createHmac, randomBytes } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../shared/contract/fault'
import type { Registration, RegistrationDocument } from '../../shared/contract/registration'
import type { Host } from '../host'
import { Turns } from '../turns'
import { writeAtomically } from './atomic-write'
import {
  holdsSecret,
  isTemplate,
  looksSecret,
  mapValues,
  referenceTo,
  refIn,
  type SecretPart,
} from './secrets'

/** A registration refers to a secret that is not (or no longer) in this vault, or not meant for it. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing'
  /** E.g. `headers.Authorization`. */
  readonly field: string

  constructor(field: string) {
    super(`The secret for ${field} is not in this Rollcall's store.`)
    this.field = field
  }
}

const VaultFile = z.object({
  version: z.literal(1),
  /** Whether `key` and the secrets went through the system's keyring. */
  sealed: z.boolean(),
  /** Makes references that cannot be guessed back into values. */
  key: z.string(),
  secrets: z.record(z.string(), z.string()),
  /** What is kept under a name of its own rather than by reference. */
  held: z.record(z.string(), z.string()).default({}),
})

/**
 * Keeps the values of headers and secret-looking variables out of the registry. A document goes in with values and
 * comes out with references. A reference is a keyed hash of server, field and value, so the same document gives the
 * same references, and one copied to another server or field opens nothing.
 *
 * `secrets.json` beside the database, encrypted where the system has a keyring, else readable by this user alone. Where
 * a keyring is claimed but cannot be trusted only the key is written, and values live as long as this run.
 */
export class Vault {
  readonly protection: 'keyring' | 'file' | 'memory'
  readonly #host: Host
  readonly #file: string
  #key: Buffer | undefined
  /** The file belongs to a keyring this run cannot open; nothing is written. */
  #locked = false
  /** Every value sealed or read in this run, by reference. */
  readonly #values = new Map<string, string>()
  /** What `secrets.json` holds, as it stands there. */
  #written: Readonly<Record<string, string>> = {}
  readonly #held = new Map<string, string>()
  #writtenHeld: Readonly<Record<string, string>> = {}
  /** The file is changed by one at a time. */
  readonly #turns = new Turns()

  constructor(host: Host) {
    this.#host = host
    this.#file = join(host.dataDir, 'secrets.json')
    this.protection = host.cipher === null ? 'file' : host.cipher.trustworthy ? 'keyring' : 'memory'
  }

  /** Reads the file. One that cannot be read is set aside; its secrets are then missing where they were used. */
  async start(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text !== undefined) await this.#read(text)
    if (this.#key === undefined) {
      this.#key = randomBytes(32)
      await this.#write({})
    }
  }

  /**
   * The document with references for secrets. `${secret:…}` passes through where `mayRefer` says so, and is a text like
   * any other where not. What only looks like a key by its value is left as it is where `isOpen` says that it stands in
   * the open already: consent is bound to it. Nothing is written: see `keep`.
   */
  async seal(
    document: RegistrationDocument,
    {
      mayRefer = () => true,
      isOpen = () => false,
    }: { mayRefer?: (ref: string) => boolean; isOpen?: (value: string) => boolean } = {},
  ): Promise<RegistrationDocument> {
    const seal = (part: SecretPart, values: Record<string, string>) =>
      mapValues(values, (value, name) => {
        const given = refIn(value)
        const refOf = () => this.#refFor(document.name, `${part}.${name}`, value)
        // A template is no secret, unless it was sealed once: consent is bound to that.
        const isSecret = holdsSecret(part, name)
          ? !isTemplate(value) || this.#values.has(refOf())
          : looksSecret(value) && !isOpen(value)
        if (given === undefined ? !isSecret : mayRefer(given)) return value
        const ref = refOf()
        this.#values.set(ref, value)
        return referenceTo(ref)
      })
    return {
      ...document,
      ...(document.headers && { headers: seal('headers', document.headers) }),
      ...(document.env && { env: seal('env', document.env) }),
    }
  }

  /** The registration as it is used, with real values. Throws `SecretMissing`. */
  async open(registration: Registration): Promise<Registration> {
    const open = (part: SecretPart) =>
      mapValues(registration[part], (value, name) =>
        this.#valueOf(value, registration.name, `${part}.${name}`),
      )
    return { ...registration, headers: open('headers'), env: open('env') }
  }

  /** The document with values for the references this vault knows; the others stay. */
  async unseal(document: RegistrationDocument): Promise<RegistrationDocument> {
    const unseal = (values: Record<string, string>) =>
      mapValues(values, (value) => this.#values.get(refIn(value) ?? '') ?? value)
    return {
      ...document,
      ...(document.headers && { headers: unseal(document.headers) }),
      ...(document.env && { env: unseal(document.env) }),
    }
  }

  /**
   * The document under another name, with the secrets that were its own: a reference copied from another server goes on
   * opening nothing. Nothing is written.
   */
  rebound(document: RegistrationDocument, name: string): RegistrationDocument {
    if (document.name === name) return document
    const rebind = (part: SecretPart, values: Record<string, string>) =>
      mapValues(values, (value, key) => {
        const field = `${part}.${key}`
        const ref = refIn(value)
        const secret = ref === undefined ? undefined : this.#values.get(ref)
        if (secret === undefined || this.#refFor(document.name, field, secret) !== ref) return value
        const rebound = this.#refFor(name, field, secret)
        this.#values.set(rebound, secret)
        return referenceTo(rebound)
      })
    return {
      ...document,
      name,
      ...(document.headers && { headers: rebind('headers', document.headers) }),
      ...(document.env && { env: rebind('env', document.env) }),
    }
  }

  /** Adds these references' values to the file before a registration that uses them is kept. Throws Fault `disk-full`. */
  keep(refs: Iterable<string>): Promise<void> {
    return this.#turns.take(() => this.#keep(refs))
  }

  async #keep(refs: Iterable<string>): Promise<void> {
    const added = [...refs].filter((ref) => !Object.hasOwn(this.#written, ref) && this.#values.has(ref))
    if (added.length === 0 || this.protection === 'memory' || this.#locked) return
    const values = await Promise.all(added.map((ref) => this.#protect(this.#values.get(ref) ?? '')))
    await this.#write({
      ...this.#written,
      ...Object.fromEntries(added.map((ref, i) => [ref, values[i] ?? ''])),
    })
  }

  /** Takes every secret out of the file that is not among these; on a full disk they stay until the next time. */
  retain(used: ReadonlySet<string>): Promise<void> {
    return this.#turns.take(() => this.#retain(used))
  }

  /** What was kept under a name. */
  held(name: string): string | undefined {
    return this.#held.get(name)
  }

  /** All names something is kept under. */
  heldNames(): string[] {
    return [...this.#held.keys()]
  }

  /** Keeps a text under a name, or nothing any more; on disk before the answer. Throws Fault `disk-full`; it holds for this run then. */
  hold(name: string, text: string | null): Promise<void> {
    if (text === null) this.#held.delete(name)
    else this.#held.set(name, text)
    return this.#turns.take(async () => {
      if (this.protection === 'memory' || this.#locked) return
      const { [name]: _, ...others } = this.#writtenHeld
      const now = this.#held.get(name)
      const held = now === undefined ? others : { ...others, [name]: await this.#protect(now) }
      await this.#write(this.#written, held)
    })
  }

  async #retain(used: ReadonlySet<string>): Promise<void> {
    const entries = Object.entries(this.#written)
    const kept = entries.filter(([ref]) => used.has(ref))
    if (kept.length === entries.length) return
    await this.#write(Object.fromEntries(kept)).catch((error) => {
      if (!(error instanceof Fault && error.code === 'disk-full')) throw error
    })
  }

  /** Forgets the values in memory. */
  end(): void {
    this.#values.clear()
    this.#held.clear()
  }

  #refFor(name: string, field: string, value: string): string {
    if (this.#key === undefined) throw new Error('the vault was used before it was started')
    return createHmac('sha256', this.#key)
      .update(`${name}\n${field}\n${value}`)
      .digest('base64url')
      .slice(0, 22)
  }

  #valueOf(value: string, name: string, field: string): string {
    const ref = refIn(value)
    if (ref === undefined) return value
    const secret = this.#values.get(ref)
    if (secret === undefined || this.#refFor(name, field, secret) !== ref) throw new SecretMissing(field)
    return secret
  }

  async #read(text: string): Promise<void> {
    const parsed = VaultFile.safeParse(parsedJson(text))
    if (!parsed.success) return this.#setAside(parsed.error)
    const file = parsed.data
    try {
      if (file.sealed && this.protection !== 'keyring')
        throw new Error('written with a keyring this run has not')
      this.#key = Buffer.from(await this.#reveal(file.key, file.sealed), 'base64')
      for (const [ref, value] of Object.entries(file.secrets))
        this.#values.set(ref, await this.#reveal(value, file.sealed))
      for (const [name, value] of Object.entries(file.held))
        this.#held.set(name, await this.#reveal(value, file.sealed))
    } catch (error) {
      this.#lock(error)
      return
    }
    this.#written = file.secrets
    this.#writtenHeld = file.held
    // Kept plainly by a run without a keyring: now that there is one, nothing stays plain.
    if (!file.sealed && this.protection === 'keyring') await this.#rewrite()
  }

  /** The keyring that opens the file is not there or not open now: its secrets are missing in this run, and stay as they are. */
  #lock(error: unknown): void {
    this.#values.clear()
    this.#held.clear()
    this.#locked = true
    this.#key = randomBytes(32)
    this.#host.log.warn({ error: String(error) }, 'the secrets could not be opened and are left as they are')
  }

  async #setAside(error: unknown): Promise<void> {
    const aside = `${this.#file}.unreadable-${this.#host.clock.now()}`
    await rename(this.#file, aside)
    this.#values.clear()
    this.#held.clear()
    this.#key = undefined
    this.#host.log.error({ aside, error: String(error) }, 'the secrets could not be read and were set aside')
  }

  async #rewrite(): Promise<void> {
    const refs = Object.keys(this.#written)
    const held = await Promise.all(
      [...this.#held].map(async ([name, text]) => [name, await this.#protect(text)] as const),
    )
    this.#written = {}
    this.#writtenHeld = Object.fromEntries(held)
    if (refs.length === 0) await this.#write({})
    else await this.#keep(refs)
  }

  async #write(
    secrets: Readonly<Record<string, string>>,
    held: Readonly<Record<string, string>> = this.#writtenHeld,
  ): Promise<void> {
    const file: z.infer<typeof VaultFile> = {
      version: 1,
      sealed: this.protection === 'keyring',
      key: await this.#protect((this.#key ?? Buffer.alloc(0)).toString('base64')),
      secrets,
      held,
    }
    await writeAtomically(this.#file, JSON.stringify(file)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOSPC'
        ? new Fault('disk-full', 'The disk is full; the secret was not kept.')
        : error
    })
    this.#written = secrets
    this.#writtenHeld = held
  }

  async #protect(text: string): Promise<string> {
    const { cipher } = this.#host
    return this.protection === 'keyring' && cipher ? (await cipher.encrypt(text)).toString('base64') : text
  }

  async #reveal(text: string, sealed: boolean): Promise<string> {
    const { cipher } = this.#host
    return sealed && cipher ? cipher.decrypt(Buffer.from(text, 'base64')) : text
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
