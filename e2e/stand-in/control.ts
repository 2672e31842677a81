import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { runInThisContext } from 'node:vm'
import electron, { app, BrowserWindow } from './electron'

type Order =
  | { id: number; kind: 'evaluate'; source: string; arg: unknown }
  | { id: number; kind: 'files'; paths: string[] }
  | { id: number; kind: 'quit' }

/** Takes the launcher's orders over Node's own IPC, and ends with it: a failed test must leave no Chromium behind. */
export function hearLauncher(): void {
  process.on('disconnect', () => app.exit(1))
  process.on('message', (order: Order) => {
    const answer = (outcome: object) => process.send?.({ kind: 'answer', id: order.id, ...outcome })
    carryOut(order).then(
      (value) => answer({ value }),
      (error: unknown) =>
        answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
}

async function carryOut(order: Order): Promise<unknown> {
  if (order.kind === 'quit') return app.quit()
  if (order.kind === 'files') {
    const files = order.paths.map((path) => ({ path, name: basename(path), size: statSync(path).size }))
    await Promise.all(
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.announceFiles(files)),
    )
    return undefined
  }
  const work: (from: typeof electron, arg: unknown) => unknown = runInThisContext(`(${order.source})`)
  return work(electron, order.arg)
}
