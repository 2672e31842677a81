/**
 * What the chat adds to the AI SDK alone (`streamText` with one tool over the bare MCP SDK): from a model's call to the
 * tool, and from each piece of an answer to whoever reads it. Question by question in turns, over the same servers.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { dynamicTool, isStepCount, jsonSchema, streamText } from 'ai'
import { chromium } from 'playwright-core'
import { chromiumFlags } from '../e2e/chromium.ts'
import { Headless } from '../scripts/headless.mjs'
import { installChromium } from '../scripts/setup.mjs'
import { startServer } from '../tests/servers/start.ts'
import { ChatPage } from './chat-page.mjs'
import { ChatReader } from './chat-reader.mjs'
import { Moments } from './moments.mjs'
import { median, quantile, Table } from './numbers.mjs'

/** @typedef {() => Promise<Moments>} Ask */

const question = 'since: how long ago is this moment'
const pieces = 40
const everyMs = 10
const rounds = 200
const quickRounds = 40
const warmUp = 5

/** @param {{ quick?: boolean }} [options] `quick`: fewer questions. */
export async function measure({ quick = false } = {}) {
  const args = ['--pieces', String(pieces), '--every-ms', String(everyMs)]
  const servers = await startServer(join(import.meta.dirname, 'chat-servers.mjs'), args)
  const modelUrl = /^model (\S+)$/m.exec(servers.output())?.[1] ?? ''
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const rollcall = new Headless(join(dir, 'data'))
  const executablePath = await installChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumFlags })
  const client = new Client({ name: 'floor', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  try {
    await client.connect(new StreamableHTTPClientTransport(new URL(servers.url)))
    await rollcall.start()
    await prepare(rollcall, modelUrl, servers.url)
    const reader = new ChatReader(rollcall)
    // Asks once and is told that it may from now on.
    await reader.ask(question)
    const page = await ChatPage.open(browser, rollcall.pageUrl)
    const asks = {
      'the AI SDK alone': await floor(client, modelUrl),
      'Rollcall, HTTP API': () => reader.ask(question),
      'Rollcall, on screen': () => page.ask(question, pieces),
    }
    print(await inTurns(asks, quick ? quickRounds : rounds))
  } finally {
    await browser.close()
    await client.close()
    await rollcall.end()
    await servers.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {Headless} rollcall @param {string} modelUrl @param {string} toolUrl */
async function prepare(rollcall, modelUrl, toolUrl) {
  await rollcall.ask('POST', '/servers', { name: 'bench', url: toolUrl })
  await rollcall.until((rows) => rows.every(({ connection }) => connection.state === 'connected'))
  const provider = { kind: 'compatible', name: 'Bench', baseUrl: modelUrl, key: 'sk-bench' }
  await rollcall.ask('PUT', '/model-providers/bench', provider)
  await rollcall.ask('PUT', '/llm-config', { llm_config: { provider: 'bench', model: 'scripted-large' } })
}

/** @param {Client} client @param {string} modelUrl @returns {Promise<Ask>} */
async function floor(client, modelUrl) {
  const { tools } = await client.listTools()
  const offered = tools.map(({ name, description = '', inputSchema }) => [
    name,
    dynamicTool({
      description,
      inputSchema: jsonSchema(/** @type {Parameters<typeof jsonSchema>[0]} */ (inputSchema)),
      execute: (input) =>
        client.callTool({ name, arguments: /** @type {Record<string, unknown>} */ (input) }),
    }),
  ])
  const model = createOpenAICompatible({ name: 'bench', baseURL: modelUrl, apiKey: 'sk-bench' }).chatModel(
    'scripted-large',
  )
  return async () => {
    const moments = new Moments()
    const { textStream } = streamText({
      model,
      prompt: question,
      tools: Object.fromEntries(offered),
      stopWhen: isStepCount(3),
    })
    for await (const text of textStream) moments.take(text)
    return moments
  }
}

/** @param {Record<string, Ask>} asks @param {number} times */
async function inTurns(asks, times) {
  /** @type {Record<string, Moments[]>} */
  const heard = Object.fromEntries(Object.keys(asks).map((name) => [name, []]))
  for (let round = -warmUp; round < times; round += 1)
    for (const [name, ask] of Object.entries(asks)) {
      const moments = await ask()
      if (moments.pieceMs.length !== pieces) throw new Error(`${name} lost pieces: ${moments.pieceMs.length}`)
      if (round >= 0) heard[name]?.push(moments)
    }
  return heard
}

/** @param {Record<string, Moments[]>} heard */
function print(heard) {
  const answers = Object.values(heard)[0]?.length ?? 0
  console.log(
    `${answers} questions each. Call: from the last piece of the model’s call to the tool at its server, ms.`,
  )
  console.log(
    `Piece: from the model server to the reader, or to the frame that shows it, ms; ${pieces} of an answer, one every`,
  )
  console.log(
    `${everyMs} ms. Rollcall tells its readers at most thirty times a second, so a piece waits up to 33 ms for others.`,
  )
  const table = new Table([
    'asked through      ',
    'call p50',
    '  ratio',
    '   p99',
    ' added',
    'piece p50',
    '  ratio',
    '   p99',
    ' added',
  ])
  const [first = []] = Object.values(heard)
  const [callFloor, pieceFloor] = [median(callsOf(first)), median(piecesOf(first))]
  for (const [name, moments] of Object.entries(heard)) {
    const [calls, all] = [callsOf(moments), piecesOf(moments)]
    const [call, piece] = [median(calls), median(all)]
    table.row([
      name,
      call,
      call / callFloor,
      quantile(calls, 0.99),
      call - callFloor,
      piece,
      piece / pieceFloor,
      quantile(all, 0.99),
      piece - pieceFloor,
    ])
  }
}

const callsOf = (/** @type {Moments[]} */ heard) => heard.map(({ callMs }) => callMs)
const piecesOf = (/** @type {Moments[]} */ heard) => heard.flatMap(({ pieceMs }) => pieceMs)
