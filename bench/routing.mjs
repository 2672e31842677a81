/**
 * How well `route()` finds the servers and tools of labelled questions, per set and language, and how long one question
 * takes among 10,000 tools. `--data DIR` is a set (`catalog.jsonl`, `queries.jsonl`) or a folder of sets; without it
 * the project's own. A set without questions serves for size: the largest is cut or repeated to 10,000 tools.
 */
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from '../scripts/setup.mjs'
import { median, quantile, Table } from './numbers.mjs'
import { depth, readSets, scoreNames, scoresOf } from './routing-sets.mjs'

/** @typedef {import('./routing-sets.mjs').LabelledSet} LabelledSet */
/** @typedef {import('./routing-sets.mjs').Server} Server */
/** @typedef {import('./routing-sets.mjs').Question} Question */
/** @typedef {import('../src/main/routing/routing').Routing} Routing */

const ownSet = join(import.meta.dirname, 'routing')
const toolsForSpeed = 10_000
const questionsForSpeed = 400
const rounds = 5

/** @param {{ quick?: boolean, data?: string | undefined }} [options] `quick`: one round of time instead of five. */
export async function measure({ quick = false, data = ownSet } = {}) {
  const { module } = await runnerImport(join(root, 'src/main/routing/routing.ts'), {
    root,
    logLevel: 'error',
  })
  const sets = readSets(data)
  const route = (/** @type {readonly Server[]} */ servers) => routingOf(module.Routing, servers)
  const table = new Table(['set              ', 'lang', 'found  ', '   n', ...scoreNames.map(wide)])
  for (const set of sets) await measureSet(set, route(set.servers), table)
  const questions = sets.flatMap((set) => set.questions)
  const largest = sets.reduce((one, other) => (countOf(other) > countOf(one) ? other : one))
  await measureTime(route(sizedTo(toolsForSpeed, largest.servers)), questions, quick ? 1 : rounds)
}

/** @param {LabelledSet} set @param {Routing} routing @param {Table} table */
async function measureSet({ name, questions }, routing, table) {
  const languages = [...new Set(questions.map(({ lang }) => lang))].sort()
  for (const lang of languages) {
    const found = { servers: /** @type {number[][]} */ ([]), tools: /** @type {number[][]} */ ([]) }
    for (const question of questions.filter((one) => one.lang === lang)) {
      const { servers, tools } = await ask(routing, question)
      if (question.server_groups)
        found.servers.push(
          scoresOf(
            question.server_groups,
            servers.map(({ server }) => server),
          ),
        )
      if (question.groups)
        found.tools.push(
          scoresOf(
            question.groups,
            tools.map(({ server, tool }) => `${server}/${tool}`),
          ),
        )
    }
    for (const [what, scores] of Object.entries(found))
      if (scores.length > 0) table.row([name, lang, what, String(scores.length), ...means(scores)])
  }
}

/** @param {Routing} routing @param {readonly Question[]} questions @param {number} times */
async function measureTime(routing, questions, times) {
  if (questions.length === 0) return
  const step = Math.max(1, Math.floor(questions.length / questionsForSpeed))
  const asked = questions.filter((_, at) => at % step === 0)
  for (const question of asked) await ask(routing, question)
  const before = process.cpuUsage()
  const took = asked.map(() => /** @type {number[]} */ ([]))
  for (let round = 0; round < times; round += 1)
    for (const [at, question] of asked.entries()) took[at]?.push((await ask(routing, question)).tookMs)
  const { user, system } = process.cpuUsage(before)
  const usual = took.map(median)
  const cpuMs = (user + system) / 1_000 / (asked.length * times)
  console.log(
    `\n${toolsForSpeed} tools, ${asked.length} questions, the median of ${times} each: p50 ${quantile(usual, 0.5).toFixed(2)} ms, ` +
      `p95 ${quantile(usual, 0.95).toFixed(2)} ms; processor time ${cpuMs.toFixed(2)} ms a question`,
  )
}

/** @param {Routing} routing @param {Question} question */
function ask(routing, { query }) {
  const question = { query, servers: depth, tools: depth, fold: false }
  return routing.route(question)
}

/**
 * The room as the core builds it, on servers that are all connected, up and alike.
 * @param {typeof import('../src/main/routing/routing').Routing} Room @param {readonly Server[]} servers
 * @returns {Routing}
 */
function routingOf(Room, servers) {
  const records = servers.map(({ name, description, tags }, id) => ({
    id: String(id),
    intent: 'on',
    mutedUntil: null,
    registration: { name, description, tags, priority: 0, metadata: {} },
  }))
  const toolsOf = (/** @type {string} */ id) => servers[Number(id)]?.tools ?? []
  const parts = {
    registry: { all: () => records, get: (/** @type {string} */ id) => records[Number(id)] },
    connections: {
      tools: toolsOf,
      outline: (/** @type {string} */ id) => ({ tools: toolsOf(id) }),
      about: () => undefined,
      state: () => ({ state: 'connected' }),
    },
    health: { of: () => ({ verdict: 'up', latencyMs: null }) },
    uses: { of: () => 0, ofServer: () => 0 },
    embeddings: { follow: () => {}, near: async () => ({ use: 'off', tools: [] }) },
  }
  return new Room(/** @type {any} */ (parts))
}

/** @param {LabelledSet} set */
function countOf({ servers }) {
  return servers.reduce((sum, { tools }) => sum + tools.length, 0)
}

/** The first so many tools with their servers; where there are fewer, the same servers again under other names. @param {number} count @param {readonly Server[]} servers */
function sizedTo(count, servers) {
  const sized = /** @type {Server[]} */ ([])
  let left = count
  for (let copy = 0; left > 0; copy += 1)
    for (const server of servers) {
      if (left <= 0) break
      const tools = server.tools.slice(0, left)
      sized.push({ ...server, name: copy === 0 ? server.name : `${server.name}-${copy}`, tools })
      left -= tools.length
    }
  return sized
}

/** @param {readonly number[][]} rows */
function means(rows) {
  return scoreNames.map((_, at) =>
    (rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length).toFixed(3),
  )
}

/** @param {string} title */
const wide = (title) => title.padStart(5)
