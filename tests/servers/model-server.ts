import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a model server met it. */
export interface Asked {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** `hang`: says nothing. `cut`: what there is, then the connection is broken. `open`: what there is, and then nothing. */
export interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body?: string | object
  readonly headers?: Readonly<Record<string, string>>
  readonly ending?: 'end' | 'hang' | 'cut' | 'open'
}

export interface ModelServer extends AsyncDisposable {
  readonly url: string
  /** All that was asked so far. */
  readonly asked: Asked[]
}

/** A model server that answers each request as the test says; what it says nothing of is not found. */
export async function startModelServer(answer: (asked: Asked) => Answer | undefined): Promise<ModelServer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { method = '', url: path = '', headers } = request
    const each = { method, path, headers, body }
    asked.push(each)
    const { status = 200, type, body: said = '', headers: more, ending = 'end' } = answer(each) ?? notFound
    if (ending === 'hang') return
    const text = typeof said === 'string' ? said : JSON.stringify(said)
    response.writeHead(status, { 'content-type': type ?? typeOf(said), ...more })
    if (ending === 'end') response.end(text)
    else response.write(text, () => ending === 'cut' && response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const notFound: Answer = { status: 404, body: '404 page not found' }

function typeOf(said: string | object): string {
  if (typeof said === 'object') return 'application/json'
  return said.startsWith('data:') || said.startsWith('event:') ? 'text/event-stream' : 'text/plain'
}
