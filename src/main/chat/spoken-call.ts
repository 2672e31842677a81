import { Fault } from '../../shared/contract/fault'
import type { Tool } from '../../shared/contract/tools'
import type { Connections } from '../connections/connections'
import type { Registry } from '../registry/registry'
import type { Wanted } from './calls'

/**
 * The call a text of the form `/server.tool {…}` or `/server.tool key=value …` asks for; undefined where it begins with
 * no server. Throws Fault not-found (tool), not-connected, invalid (arguments).
 */
export async function spokenCall(
  text: string,
  { registry, connections }: { registry: Registry; connections: Connections },
): Promise<Wanted | undefined> {
  if (!text.startsWith('/')) return undefined
  const said = text.slice(1)
  // Names may have dots and spaces: the longest that fits is meant.
  const [record] = registry
    .all()
    .filter(({ registration }) => said.startsWith(`${registration.name}.`))
    .sort((one, other) => other.registration.name.length - one.registration.name.length)
  if (!record) return nobody(said)
  const server = record.registration.name
  const rest = said.slice(server.length + 1)
  const name = /^\S*/.exec(rest)?.[0] ?? ''
  const { tools } = await connections.use(record.id, 'tools')
  const tool = tools.find((one) => one.name === name)
  if (!tool && tools.length === 0) connections.live(record.id)
  if (!tool) throw new Fault('not-found', `${server} has no tool named ${name}.`, { kind: 'tool', name })
  const args = argumentsOf(rest.slice(name.length).trim(), tool)
  return { serverId: record.id, server, tool, fingerprint: null, arguments: args }
}

/** A text that begins like a path or a fraction is a question; one that names a tool of nobody is a slip. Throws Fault not-found. */
function nobody(said: string): undefined {
  const [, name] = /^([^\s./]+)\.[^\s./]+(?=\s|$)/u.exec(said) ?? []
  if (name === undefined) return undefined
  throw new Fault('not-found', `There is no server named ${name}.`, { kind: 'server', name })
}

const pair = /([^\s=]+)=("(?:[^"\\]|\\.)*"|'[^']*'|[[{].*[\]}](?=\s|$)|\S*)(?:\s+|$)/y

function argumentsOf(text: string, tool: Tool): Record<string, unknown> {
  if (text === '') return {}
  if (text.startsWith('{')) return parsedObject(text)
  const args: Record<string, unknown> = {}
  pair.lastIndex = 0
  for (let at = 0; at < text.length; at = pair.lastIndex) {
    pair.lastIndex = at
    const [, key = '', value = ''] = pair.exec(text) ?? []
    if (key === '') return loneText(text, tool)
    args[key] = typed(value, key, tool)
  }
  return args
}

/** All of the text for the one thing a tool needs. Throws Fault invalid. */
function loneText(text: string, { inputSchema }: Tool): Record<string, unknown> {
  const required = Array.isArray(inputSchema.required) ? inputSchema.required : []
  const names = required.length > 0 ? required : Object.keys(propertiesOf(inputSchema))
  const [only] = names
  if (names.length !== 1 || typeof only !== 'string') throw unreadable(text)
  return { [only]: typed(text, only, { inputSchema }) }
}

/** As the schema has it: a text stays one where the tool wants a text. */
function typed(value: string, key: string, { inputSchema }: Pick<Tool, 'inputSchema'>): unknown {
  const quoted = /^(["'])(.*)\1$/su.exec(value)
  const bare = quoted ? (quoted[2] ?? '').replace(/\\(["\\])/gu, '$1') : value
  const schema = propertiesOf(inputSchema)[key]
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined
  if (type === 'string' || (quoted && type === undefined)) return bare
  try {
    return JSON.parse(bare)
  } catch {
    return bare
  }
}

function propertiesOf({ properties }: Record<string, unknown>): Record<string, unknown> {
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {}
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(text)
  }
}

function unreadable(text: string): Fault {
  const message = 'is neither JSON nor name=value pairs'
  return new Fault('invalid', `The arguments cannot be read: ${text.slice(0, 200)}`, {
    issues: [{ path: 'text', message }],
  })
}
