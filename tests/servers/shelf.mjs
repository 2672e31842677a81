import { z } from 'zod'

/**
 * What there is to read, told in a way that both lines of the SDK can register. `read` gets the template's variables.
 * @typedef {{ text: string } | { blob: string }} Body
 * @typedef {{
 *   name: string
 *   uri: string
 *   config: { title?: string, description?: string, mimeType?: string, size?: number, annotations?: object }
 *   read: (variables: Record<string, string>) => Body[]
 *   complete?: Record<string, readonly string[]>
 * }} Readable
 * @typedef {{
 *   name: string
 *   title?: string
 *   description: string
 *   args: { name: string, description: string, required: boolean, values?: readonly string[] }[]
 *   fill: (args: Record<string, string>) => Message[]
 * }} Fillable
 * @typedef {{ role: 'user' | 'assistant', content: any }} Message
 */

export const counterUri = 'shelf://counter'

/** A red dot of one pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='
const languages = ['English', 'Esperanto', 'Español', 'Deutsch', '中文']
const chapters = Array.from({ length: 150 }, (_, index) => `chapter-${index + 1}`)

/** The resources and prompts of servers that were started with `--shelf`. The counter belongs to the process. */
export class Shelf {
  /** Readings of the counter. */
  reads = 0
  #count = 0
  /** Sessions that subscribe to the counter now; only the 1.x servers know. */
  subscribed = 0
  /** Called to tell those who subscribe that the counter has changed. */
  onTouched = () => {}

  /** @returns {Readable[]} */
  get resources() {
    return [
      readable('note', 'shelf://note.txt', { title: 'A note', mimeType: 'text/plain', size: 18 }, () => [
        { text: 'Remember the milk.' },
      ]),
      readable(
        'cities',
        'shelf://cities.json',
        {
          description: 'Three cities and how many live there.',
          mimeType: 'application/json',
          annotations: { audience: ['user'], priority: 0.8, lastModified: '2026-11-01T08:00:00Z' },
        },
        () => [{ text: '{"cities":[{"name":"Oslo","people":717710},{"name":"Lima"},{"name":"上海"}]}' }],
      ),
      readable('dot', 'shelf://dot.png', { mimeType: 'image/png' }, () => [{ blob: dot }]),
      readable('bundle', 'shelf://bundle', { mimeType: 'application/octet-stream' }, () => [
        { text: 'First part.' },
        { blob: Buffer.from('second part').toString('base64') },
      ]),
      readable('long', 'shelf://long.txt', { mimeType: 'text/plain' }, () => [
        { text: 'A long line of text.\n'.repeat(2_000) },
      ]),
      readable('huge', 'shelf://huge', {}, () => [
        { text: '😀'.repeat(600_000) },
        { text: 'Nothing is left for this.' },
        { blob: Buffer.alloc(9_000_000).toString('base64') },
        { blob: Buffer.alloc(3).toString('base64') },
      ]),
      readable('many', 'shelf://many', {}, () => Array.from({ length: 250 }, (_, at) => ({ text: `${at}` }))),
      readable('broken', 'shelf://broken', { description: 'Cannot be read.' }, () => {
        throw new Error('The shelf is broken.')
      }),
      readable('counter', counterUri, { description: 'Grows by the tool touch.' }, () => {
        this.reads += 1
        return [{ text: String(this.#count) }]
      }),
    ]
  }

  /** @returns {Readable[]} */
  get templates() {
    return [
      {
        ...readable(
          'page',
          'shelf://pages/{chapter}/{page}',
          { title: 'A page', mimeType: 'text/plain' },
          ({ chapter, page }) => [{ text: `Page ${page} of ${chapter}.` }],
        ),
        complete: { chapter: chapters },
      },
    ]
  }

  /** @returns {Fillable[]} */
  get prompts() {
    return [
      {
        name: 'greet',
        title: 'Greet somebody',
        description: 'Says hello in a language of your choice.',
        args: [
          { name: 'name', description: 'Who is greeted.', required: true },
          { name: 'language', description: 'In which language.', required: false, values: languages },
        ],
        fill: ({ name, language = 'English' }) => [
          message('user', { type: 'text', text: `Greet ${name} in ${language}.` }),
          message('assistant', { type: 'text', text: 'With pleasure.' }),
        ],
      },
      {
        name: 'describe',
        description: 'Shows a picture and a note.',
        args: [],
        fill: () => [
          message('user', { type: 'image', data: dot, mimeType: 'image/png' }),
          message('user', {
            type: 'resource',
            resource: { uri: 'shelf://note.txt', mimeType: 'text/plain', text: 'Remember the milk.' },
          }),
          message('user', { type: 'resource_link', uri: 'shelf://cities.json', name: 'cities' }),
        ],
      },
      {
        name: 'refuse',
        description: 'Never works.',
        args: [],
        fill: () => {
          throw new Error('Not today.')
        },
      },
    ]
  }

  /** Changes the counter and says so, as often as wanted. @param {number} times */
  touch(times) {
    for (let left = times; left > 0; left--) {
      this.#count += 1
      this.onTouched()
    }
  }
}

/** The shelf, where `--shelf` asks for it. */
export const shelfOption = () => (process.argv.includes('--shelf') ? new Shelf() : undefined)

/** Tools that only a server with a shelf has. @param {Shelf} shelf */
export function shelfTools(shelf) {
  return /** @type {const} */ ([
    {
      name: 'touch',
      description: 'Changes the counter so many times',
      input: z.object({ times: z.int().min(1).max(100_000) }),
      /** @param {{ times: number }} input */
      run: ({ times }) => {
        shelf.touch(times)
        return { content: [{ type: /** @type {const} */ ('text'), text: 'Touched.' }] }
      },
    },
    {
      name: 'shelf',
      description: 'Says how the counter is used',
      input: z.object({}),
      run: () => {
        const { reads, subscribed } = shelf
        const text = JSON.stringify({ reads, subscribed })
        return { content: [{ type: /** @type {const} */ ('text'), text }] }
      },
    },
  ])
}

/** The suggestions that begin so. @param {readonly string[]} values @param {string} [begin] */
function suggestions(values, begin = '') {
  return values.filter((one) => one.toLowerCase().startsWith(begin.toLowerCase()))
}

/**
 * @param {string} name
 * @param {string} uri
 * @param {Readable['config']} config
 * @param {Readable['read']} read
 * @returns {Readable}
 */
function readable(name, uri, config, read) {
  return { name, uri, config, read }
}

/** @param {Message['role']} role @param {object} content @returns {Message} */
function message(role, content) {
  return { role, content }
}

/**
 * What a prompt takes, as a schema.
 * @param {Fillable} prompt
 * @param {(text: z.ZodOptional<z.ZodString> | z.ZodString, suggest: (begin?: string) => string[]) => z.ZodType} completable
 * Makes an argument with suggestions as the SDK at hand understands it.
 */
export function argumentsOf({ args }, completable) {
  /** @type {Record<string, any>} */
  const shape = {}
  for (const { name, description, required, values } of args) {
    const text = (required ? z.string() : z.string().optional()).describe(description)
    shape[name] = values ? completable(text, (begin) => suggestions(values, begin)) : text
  }
  return shape
}

/** @param {Readable} readable @param {string} uri @param {Record<string, any>} variables */
export function contentsOf({ config: { mimeType }, read }, uri, variables) {
  const plain = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
  return read(plain).map((body) => ({ uri, ...(mimeType && { mimeType }), ...body }))
}

/** @param {Readable} readable */
export function completionsOf({ complete = {} }) {
  return Object.fromEntries(
    Object.entries(complete).map(([name, values]) => [
      name,
      (/** @type {string} */ begin) => suggestions(values, begin),
    ]),
  )
}
