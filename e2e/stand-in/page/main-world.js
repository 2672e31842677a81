/** The page's world: takes what the preload exposes, and asks before a second window opens. */
{
  const page = /** @type {any} */ (globalThis)
  if (page === page.top) startPageWorld(page)
}

/** @param {any} page */
function startPageWorld(page) {
  const bridge = openWorldBridge('page', 'preload')

  /** @type {(value: any) => any} */
  const deepFreeze = (value) => {
    if (value && Object.getPrototypeOf(value) === Object.prototype) Object.values(value).forEach(deepFreeze)
    return typeof value === 'object' || typeof value === 'function' ? Object.freeze(value) : value
  }

  bridge.offer('expose', (/** @type {string} */ key, /** @type {any} */ api) => {
    if (key in page) throw new Error(`Cannot bind an API on top of an existing property on the window object`)
    Object.defineProperty(page, key, { value: deepFreeze(api), enumerable: true })
  })

  page.open = (/** @type {string} */ url) => {
    bridge.call('open', [new URL(url ?? 'about:blank', page.location.href).href])
    return null
  }
  page.addEventListener('click', (/** @type {any} */ event) => {
    const link = event.target?.closest?.('a[href]')
    const wantsWindow = link?.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey
    if (!link || !wantsWindow || event.defaultPrevented) return
    event.preventDefault()
    page.open(link.href)
  })
}
