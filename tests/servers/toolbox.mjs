import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { shelfOption, shelfTools } from './shelf.mjs'

/**
 * One tool, told in a way that both lines of the SDK can register.
 * @typedef {{
 *   name: string
 *   description: string
 *   input: z.ZodObject
 *   run: (input: any, tell: Tell) => Result | Promise<Result>
 * }} Tool
 * @typedef {(progress: { progress: number, total?: number, message?: string }) => Promise<void>} Tell
 * @typedef {{ content: { type: 'text', text: string }[], isError?: boolean }} Result
 */

/** The tools every test server has. What `grow` added is a property of the process, not of a session. */
export class Toolbox {
  /** @type {Tool[]} */
  #grown = []
  #calls = 0

  /** @param {string} server Its name, for `whoami`. */
  constructor(server) {
    this.server = server
    this.shelf = shelfOption()
    /** Called with each tool `grow` adds, to tell the clients. @type {(tool: Tool) => void} */
    this.onGrown = () => {}
  }

  /** @returns {Tool[]} */
  get tools() {
    return [
      tool('echo', 'Says it back', { text: z.string() }, ({ text }) => text),
      tool('add', 'Adds two numbers', { a: z.number(), b: z.number() }, ({ a, b }) => String(a + b)),
      {
        ...tool(
          'fail',
          'Always fails',
          { reason: z.string().optional() },
          ({ reason }) => reason ?? 'As asked.',
        ),
        run: ({ reason }) => ({ ...text(reason ?? 'As asked.'), isError: true }),
      },
      tool('slow', 'Answers after a while', { ms: z.int().min(0).max(600_000) }, ({ ms }) =>
        delay(ms, `Waited ${ms} ms.`),
      ),
      {
        ...tool('count', 'Counts, and says how far it is', { to: z.int(), everyMs: z.int() }, () => ''),
        run: async ({ to, everyMs }, tell) => {
          for (let progress = 1; progress <= to; progress += 1) {
            await tell({ progress, total: to, message: `Counted ${progress}` })
            await delay(everyMs)
          }
          return text(`Counted to ${to}.`)
        },
      },
      tool('whoami', 'Names this process', {}, () => {
        this.#calls += 1
        return JSON.stringify({ server: this.server, pid: process.pid, calls: this.#calls })
      }),
      tool('grow', 'Adds a tool', {}, () => this.#grow()),
      ...(this.shelf ? shelfTools(this.shelf) : []),
      ...this.#grown,
    ]
  }

  #grow() {
    const grown = tool(`grown_${this.#grown.length + 1}`, 'Was added while running', {}, () => 'Here.')
    this.#grown.push(grown)
    this.onGrown(grown)
    return grown.name
  }
}

/**
 * @param {string} name
 * @param {string} description
 * @param {z.ZodRawShape} shape
 * @param {(input: any) => string | Promise<string>} run
 * @returns {Tool}
 */
function tool(name, description, shape, run) {
  return { name, description, input: z.object(shape), run: async (input) => text(await run(input)) }
}

/** @param {string} value @returns {Result} */
function text(value) {
  return { content: [{ type: 'text', text: value }] }
}
