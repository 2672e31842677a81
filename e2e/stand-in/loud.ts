import { EventEmitter } from 'node:events'

/**
 * The stand-in has only what the app uses. Reading any other member of Electron throws, so that a new use is noticed.
 * Assigning a member replaces it, as tests do with dialogs.
 */
export function loud<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      if (!(key in target) && typeof key === 'string' && key !== 'then') throw missing(`${name}.${key}`)
      const value: unknown = Reflect.get(target, key, target)
      const isMethod = typeof value === 'function' && !/^[A-Z]/u.test(String(key))
      return isMethod ? value.bind(target) : value
    },
  })
}

export function missing(what: string): Error {
  return new Error(`The Electron stand-in has no ${what}`)
}

/** An emitter that throws when somebody listens for an event it never emits. */
export class LoudEmitter extends EventEmitter {
  readonly #events: ReadonlySet<string>
  readonly #name: string

  constructor(name: string, events: readonly string[]) {
    super()
    this.#name = name
    this.#events = new Set(['newListener', 'removeListener', ...events])
    super.on('newListener', (event: string | symbol) => {
      if (!this.#events.has(String(event))) throw missing(`event '${String(event)}' of ${this.#name}`)
    })
  }
}

/** An event whose default a listener may prevent. */
export class Preventable {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** Throws unless every key of `given` is one the stand-in knows what to do with. */
export function onlyKnown(what: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) if (!known.includes(key)) throw missing(`${what} '${key}'`)
}
