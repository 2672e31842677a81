/**
 * The floor: the SDK's own clients in a loop, in a process of their own and with nothing around them.
 * `node floor.mjs URLS_FILE AT_ONCE [PING_MS]` connects to each address of the JSON array, lists its tools, keeps it
 * open, and prints `ready MS` (since the process began). With `PING_MS` each is asked for a sign of life that often
 * and connected anew when it gave none; `up INDEX` and `down INDEX` tell when that changes.
 */
import { readFileSync } from 'node:fs'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import PQueue from 'p-queue'

const [file = '', atOnce = '5', pingMs = '0'] = process.argv.slice(2)
const urls = /** @type {string[]} */ (JSON.parse(readFileSync(file, 'utf8')))
const timeout = 10_000
/** @type {(Client | undefined)[]} */
const clients = []

/** @param {string} url */
async function connect(url) {
  const client = new Client({ name: 'floor', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)), { timeout })
  await client.listTools()
  return client
}

/** @param {Client} client */
async function ask(client) {
  if (client.getProtocolEra() === 'modern') await client.discover({ timeout })
  else await client.ping({ timeout })
}

/** @param {string} url @param {number} index */
async function look(url, index) {
  const client = clients[index]
  try {
    if (client) await ask(client)
    else clients[index] = await connect(url)
  } catch {
    clients[index] = undefined
    await client?.close()
  }
  if (Boolean(client) !== Boolean(clients[index]))
    process.stdout.write(`${clients[index] ? 'up' : 'down'} ${index}\n`)
}

const queue = new PQueue({ concurrency: Number(atOnce) })
await Promise.all(
  urls.map((url, index) =>
    queue.add(async () => {
      // On a busy machine a socket may be closed just as it is used again.
      while (!clients[index]) clients[index] = await connect(url).catch(() => undefined)
    }),
  ),
)
process.stdout.write(`ready ${Math.round(performance.now())}\n`)
if (Number(pingMs) > 0)
  for (const [index, url] of urls.entries()) {
    const again = async () => {
      await look(url, index)
      setTimeout(again, Number(pingMs))
    }
    setTimeout(again, Math.random() * Number(pingMs))
  }
else setInterval(() => {}, 60_000)
