/** Labelled questions with the servers and tools that answer them, and how well an answer meets the labels. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/**
 * A line of `catalog.jsonl`: a tool with what is known of its server, or a server alone.
 * @typedef {{ server: string, server_description?: string, tags?: string[], tool?: string, title?: string,
 *   description?: string, inputSchema?: Record<string, unknown>, params?: string[] }} CatalogueLine
 */

/** @typedef {{ name: string, title?: string | undefined, description: string, inputSchema: Record<string, unknown> }} Tool */
/** @typedef {{ name: string, description: string, tags: string[], tools: Tool[] }} Server */

/**
 * A line of `queries.jsonl`. `groups` is a list of needs; any id of a group (`server/tool`) meets that need. So are the
 * `server_groups`. `pair` joins the two languages of one question.
 * @typedef {{ id: string, query: string, lang: string, groups?: string[][], server_groups?: string[][],
 *   pair?: string | number }} Question
 */

/** @typedef {{ name: string, servers: Server[], questions: Question[] }} LabelledSet */

const cutoffs = [1, 3, 5, 10]
/** As many of an answer are looked at. */
export const depth = 10

/** The names of the numbers `scoresOf` gives. */
export const scoreNames = [...cutoffs.map((at) => `R@${at}`), 'MRR', 'nDCG@10']

/** The set in a directory, or the sets in its directories. @param {string} dir @returns {LabelledSet[]} */
export function readSets(dir) {
  const at = resolve(dir)
  const dirs = existsSync(join(at, 'catalog.jsonl'))
    ? [at]
    : readdirSync(at)
        .map((name) => join(at, name))
        .filter((one) => existsSync(join(one, 'catalog.jsonl')))
  if (dirs.length === 0) throw new Error(`${at} has no catalog.jsonl and no folder with one.`)
  return dirs.map((one) => ({
    name: basename(one),
    servers: serversIn(one),
    questions: existsSync(join(one, 'queries.jsonl'))
      ? /** @type {Question[]} */ (lines(join(one, 'queries.jsonl')))
      : [],
  }))
}

/** @param {string} dir @returns {Server[]} */
function serversIn(dir) {
  const servers = /** @type {Map<string, Server>} */ (new Map())
  for (const line of /** @type {CatalogueLine[]} */ (lines(join(dir, 'catalog.jsonl')))) {
    const known = servers.get(line.server)
    const server = known ?? {
      name: line.server,
      description: line.server_description ?? '',
      tags: line.tags ?? [],
      tools: [],
    }
    if (!known) servers.set(line.server, server)
    if (line.tool)
      server.tools.push({
        name: line.tool,
        title: line.title,
        description: line.description ?? '',
        inputSchema: line.inputSchema ?? schemaOf(line.params ?? []),
      })
  }
  return [...servers.values()]
}

/** @param {readonly string[]} names */
function schemaOf(names) {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) }
}

/** @param {string} file @returns {unknown[]} */
function lines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
}

/**
 * Recall at each cutoff is needs met over needs; MRR counts the first answer that meets any; for nDCG an answer gains one
 * where it meets a need nothing before it met.
 * @param {readonly (readonly string[])[]} needs @param {readonly string[]} answers Best first.
 */
export function scoresOf(needs, answers) {
  const met = /** @type {Set<number>} */ (new Set())
  const recall = /** @type {number[]} */ ([])
  let first = 0
  let gain = 0
  for (const [at, answer] of answers.slice(0, depth).entries()) {
    const meets = needs.flatMap((group, need) => (group.includes(answer) ? [need] : []))
    if (meets.length > 0) first ||= at + 1
    if (meets.some((need) => !met.has(need))) gain += discount(at)
    for (const need of meets) met.add(need)
    recall[at] = met.size / needs.length
  }
  const most = needs.slice(0, depth).reduce((sum, _, at) => sum + discount(at), 0)
  return [
    ...cutoffs.map((cutoff) => recall[Math.min(cutoff, answers.length) - 1] ?? 0),
    first === 0 ? 0 : 1 / first,
    gain / most,
  ]
}

/** @param {number} at */
const discount = (at) => 1 / Math.log2(at + 2)
