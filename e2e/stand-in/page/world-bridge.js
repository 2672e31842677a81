/**
 * Calls between the page's world and the preload's, as Electron's context bridge makes them: values are structured
 * clones, functions become functions that call back. Both worlds run this text, on events of the window they share.
 *
 * @param {string} here
 * @param {string} there
 */
// biome-ignore lint/correctness/noUnusedVariables: the text is put before the script of each world
function openWorldBridge(here, there) {
  /** @type {any} */
  const page = globalThis
  const dispatch = page.dispatchEvent.bind(page)
  const CustomEvent = page.CustomEvent
  /** @type {Map<string, Function>} */
  const mine = new Map()
  /** @type {Map<Function, string>} */
  const idOf = new Map()
  /** @type {any} */
  let reply

  /** @type {(value: any) => any} */
  function pack(value) {
    if (typeof value === 'function') {
      const id = idOf.get(value) ?? `${here}-${idOf.size}`
      idOf.set(value, id)
      mine.set(id, value)
      return { standInFunction: id }
    }
    if (value instanceof Promise) throw new Error('The Electron stand-in bridges no promises')
    if (Array.isArray(value)) return value.map(pack)
    if (value && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, pack(part)]))
    return value
  }

  /** @type {(value: any) => any} */
  function unpack(value) {
    if (Array.isArray(value)) return value.map(unpack)
    if (!value || Object.getPrototypeOf(value) !== Object.prototype) return value
    if ('standInFunction' in value) return (/** @type {any[]} */ ...args) => call(value.standInFunction, args)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpack(part)]))
  }

  /** @type {(id: string, args: any[]) => any} */
  function call(id, args) {
    const packed = cloneable(pack(args))
    dispatch(new CustomEvent(`stand-in-${there}`, { detail: { id, args: packed } }))
    if ('error' in reply) throw new Error(reply.error)
    return unpack(reply.value)
  }

  page.addEventListener(`stand-in-${here}`, (/** @type {any} */ event) => {
    const { id, args } = event.detail
    let detail
    try {
      detail = { value: cloneable(pack(mine.get(id)?.(...unpack(args)))) }
    } catch (error) {
      detail = { error: error instanceof Error ? error.message : String(error) }
    }
    dispatch(new CustomEvent(`stand-in-${here}-reply`, { detail }))
  })
  page.addEventListener(`stand-in-${there}-reply`, (/** @type {any} */ event) => {
    reply = event.detail
  })

  /** @type {(value: any) => any} */
  function cloneable(value) {
    try {
      return structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }

  return {
    call,
    /** @type {(id: string, work: Function) => void} */
    offer(id, work) {
      mine.set(id, work)
    },
  }
}
