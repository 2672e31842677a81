import type { CDPSession, Frame, Page, Route } from 'playwright-core'
import type { StandInApp } from './app'
import { LoudEmitter, missing, Preventable } from './loud'
import { pageScripts, preloadWorld } from './page-scripts'
import type { StandInProtocol } from './protocol'

type Members = Pick<
  Electron.WebContents,
  'getURL' | 'getZoomLevel' | 'isDestroyed' | 'reload' | 'send' | 'setWindowOpenHandler' | 'setZoomLevel'
>

/** The part of a frame that a sender check may look at. */
type FrameMembers = Pick<Electron.WebFrameMain, 'isDestroyed' | 'origin' | 'parent' | 'url'>

/** What the parts of the stand-in share. */
export interface Surroundings {
  readonly app: StandInApp
  readonly protocol: StandInProtocol
  /** Where frames from the pages arrive: `ipcMain`. */
  readonly ipc: LoudEmitter
}

const events = [
  'destroyed',
  'did-finish-load',
  'did-navigate',
  'preload-error',
  'render-process-gone',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-redirect',
]

/** Electron's `webContents`: one Chromium page with the built preload in a world of its own. */
export class StandInWebContents extends LoudEmitter implements Members {
  readonly #around: Surroundings
  #page: Page | undefined
  #cdp: CDPSession | undefined
  #preloadContext: number | undefined
  #mayGoTo: string | undefined
  #destroyed = false
  #zoomLevel = 0
  #openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined

  constructor(around: Surroundings) {
    super('webContents', events)
    this.#around = around
  }

  /** Takes over a page: from now on every document in it gets the preload, and every request is answered by `app:`. */
  async takeOver(page: Page, preload: string): Promise<void> {
    this.#page = page
    const cdp = await page.context().newCDPSession(page)
    this.#cdp = cdp
    page.on('crash', () =>
      this.emit('render-process-gone', new Preventable(), { reason: 'crashed', exitCode: 5 }),
    )
    await page.route('**/*', (route) => this.#answer(route))
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorld && context.auxData?.frameId === mainFrameId)
        this.#documentBegins(context.id)
    })
    cdp.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      if (executionContextId === this.#preloadContext) this.#hear(JSON.parse(payload))
    })
    const { frameTree } = await cdp.send('Page.getFrameTree')
    const mainFrameId = frameTree.frame.id
    await cdp.send('Runtime.enable')
    await cdp.send('Runtime.addBinding', { name: 'standInSend', executionContextName: preloadWorld })
    const { mainWorld, isolatedWorld } = pageScripts(preload, (error) => this.#preloadFails(preload, error))
    await cdp.send('Page.enable')
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld })
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorld,
      worldName: preloadWorld,
    })
  }

  async load(url: string): Promise<void> {
    this.#mayGoTo = this.#around.protocol.toChromium(url)
    await this.page().goto(this.#mayGoTo, { waitUntil: 'load' })
    this.emit('did-finish-load')
  }

  page(): Page {
    if (!this.#page) throw missing('page yet: loadURL first')
    return this.#page
  }

  reload(): void {
    this.#mayGoTo = this.page().url()
    void this.page().reload()
  }

  getURL(): string {
    return this.#page ? this.#around.protocol.fromChromium(this.#page.url()) : ''
  }

  /** Remembered, not shown: Chromium's own zoom is not for a page's client to set. */
  setZoomLevel(level: number): void {
    this.#zoomLevel = level
  }

  getZoomLevel(): number {
    return this.#zoomLevel
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
    void this.#deliver(channel, plain(args))
  }

  /** Tells the page's preload where the files lie that are about to be dropped: Chromium knows, and does not say. */
  async announceFiles(files: readonly { name: string; size: number; path: string }[]): Promise<void> {
    await this.#evaluate(`standIn.files.push(...${JSON.stringify(files)})`)
  }

  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.#openHandler = handler
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.emit('destroyed')
  }

  #documentBegins(context: number): void {
    const isFirst = this.#preloadContext === undefined
    this.#preloadContext = context
    if (!isFirst) this.emit('did-navigate', new Preventable(), this.getURL(), 200, 'OK')
  }

  #hear(message: { kind: string; channel: string; args: unknown[]; url: string; message: string }): void {
    if (this.#destroyed) return
    if (message.kind === 'send') this.#around.ipc.emit(message.channel, this.#ipcEvent(), ...message.args)
    else if (message.kind === 'open') this.#openWindow(message.url)
    else this.#preloadFails('preload', new Error(message.message))
  }

  #ipcEvent() {
    const url = this.getURL()
    const { protocol, host } = new URL(url)
    const senderFrame: FrameMembers = {
      url,
      origin: `${protocol}//${host}`,
      parent: null,
      isDestroyed: () => false,
    }
    return Object.assign(new Preventable(), { type: 'frame', sender: this, senderFrame })
  }

  #openWindow(url: string): void {
    const details = { url, frameName: '', features: '', disposition: 'new-window' as const }
    const answer = this.#openHandler?.({ ...details, referrer: { url: '', policy: 'no-referrer' } })
    if (answer?.action !== 'deny') throw missing('second window: window.open must be denied')
  }

  #preloadFails(path: string, error: Error): void {
    process.stderr.write(`preload-error: ${error.stack}\n`)
    this.emit('preload-error', new Preventable(), path, error)
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = request.url()
    if (request.isNavigationRequest() && !this.#mayNavigate(url, request.frame()))
      return route.abort('aborted')
    // Electron would let it through: a request for anything else means that the policy has a hole.
    if (!this.#around.protocol.isOurs(url)) return route.abort()
    const response = await this.#around.protocol.answer(url, request.method(), request.headers())
    const headers = Object.fromEntries(response.headers)
    await route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) })
  }

  #mayNavigate(url: string, frame: Frame): boolean {
    const isMainFrame = frame === this.page().mainFrame()
    if (isMainFrame && url === this.#mayGoTo) {
      this.#mayGoTo = undefined
      return true
    }
    const details = Object.assign(new Preventable(), {
      url: this.#around.protocol.fromChromium(url),
      isMainFrame,
    })
    this.emit('will-frame-navigate', details)
    if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details)
    return !details.defaultPrevented
  }

  async #deliver(channel: string, args: readonly unknown[]): Promise<void> {
    await this.#evaluate(`standIn.deliver(${JSON.stringify(channel)}, ${JSON.stringify(args)})`)
  }

  /** In the preload's world. A document that went meanwhile hears nothing, as in Electron. */
  async #evaluate(expression: string): Promise<void> {
    const contextId = this.#preloadContext
    if (!this.#cdp || contextId === undefined) return
    try {
      const { exceptionDetails } = await this.#cdp.send('Runtime.evaluate', { contextId, expression })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    } catch (error) {
      if (!/navigated or closed|find context|has been closed|crashed/u.test(String(error))) throw error
    }
  }
}

/** What the structured clone would make of it; only what JSON can carry too is let through. */
function plain(args: unknown[]): unknown[] {
  const cloned = structuredClone(args)
  const text = JSON.stringify(cloned)
  for (const value of cloned)
    if (typeof value === 'object' && value !== null && !isPlain(value))
      throw missing(`value like ${text} on IPC`)
  return cloned
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}
