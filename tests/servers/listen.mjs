/** @import { Server } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */

/**
 * Opens the port given as `--port N` (0, any free one, by default) on 127.0.0.1 and prints
 * `listening http://127.0.0.1:PORT<path>`, which is what `startServer` waits for. SIGTERM ends it.
 * @param {Server} http
 * @param {string} path
 */
export function listen(http, path) {
  http.listen(portOption(), '127.0.0.1', () => {
    const { port } = /** @type {AddressInfo} */ (http.address())
    process.stdout.write(`listening http://127.0.0.1:${port}${path}\n`)
  })
  process.once('SIGTERM', () => {
    http.close()
    http.closeAllConnections()
    process.exit(0)
  })
}

/** What `--port N` says; 0 without it. */
export function portOption() {
  const at = process.argv.indexOf('--port')
  return at < 0 ? 0 : Number(process.argv[at + 1])
}
