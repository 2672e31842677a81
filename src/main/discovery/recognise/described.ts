import type { AskedInput, Remark } from '../../../shared/contract/recognise'
import { type Fields, fieldsIn, isFields, keyIn } from '../fields'
import { starterOf } from '../server-json/packages'
import { asked } from './inputs'

/** One server as the MCP registry or a Server Card describes it, in the original format's words. */
export interface DescribedServer {
  /** Null where nothing it offers can be reached or started from here. */
  readonly entry: Fields | null
  readonly inputs: readonly AskedInput[]
  readonly remarks: readonly Remark[]
}

/**
 * The first way to reach it, remotes before packages; the others are told. What the registry leaves open becomes
 * `${input:…}`; what is optional and has no default is left away.
 */
export function readServerJson(described: Fields): DescribedServer {
  const remotes = fieldsIn(described.remotes)
  const packages = fieldsIn(described.packages)
  const inputs = new Map<string, AskedInput>()
  const ways = [
    ...remotes.map((remote) => () => fromRemote(remote, inputs)),
    ...packages.map((pack) => () => fromPackage(pack, inputs)),
  ]
  for (const [at, way] of ways.entries()) {
    inputs.clear()
    const target = way()
    if (target === null) continue
    const left = ways.length - 1 - at
    return {
      entry: { name: shortName(String(described.name)), ...target, ...aboutOf(described) },
      inputs: [...inputs.values()],
      remarks:
        left > 0 ? [{ code: 'other-ways', detail: { server: String(described.name), count: left } }] : [],
    }
  }
  return { entry: null, inputs: [], remarks: [] }
}

function fromRemote(remote: Fields, inputs: Map<string, AskedInput>): Fields | null {
  const { url, type } = remote
  if (typeof url !== 'string') return null
  const headers = namedValues(remote.headers, inputs)
  return {
    url: filledTemplate(url, remote.variables, inputs),
    ...(type === 'sse' || type === 'streamable-http' ? { type } : {}),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
}

function fromPackage(pack: Fields, inputs: Map<string, AskedInput>): Fields | null {
  const start = starterOf(pack)
  if (!start) return null
  const env = namedValues(pack.environmentVariables ?? pack.environment_variables, inputs)
  const runtime = words(pack.runtimeArguments ?? pack.runtime_arguments, inputs)
  const [command, ...started] = start({ runtime, variables: Object.keys(env) })
  const args = [...started, ...words(pack.packageArguments ?? pack.package_arguments, inputs)]
  return { command, args, ...(Object.keys(env).length > 0 && { env }) }
}

function words(given: unknown, inputs: Map<string, AskedInput>): string[] {
  return fieldsIn(given).flatMap((argument): string[] => {
    const name = typeof argument.name === 'string' ? argument.name : ''
    const label = name.replace(/^-+/u, '') || String(argument.valueHint ?? argument.value_hint ?? 'value')
    const isFlag = name !== '' && argument.value === undefined && argument.valueHint === undefined
    if (isFlag && argument.default === undefined && argument.isRequired !== true) return []
    const value = inputValue(label, argument, inputs)
    if (value === null) return []
    return name === '' ? [value] : value === '' ? [name] : [name, value]
  })
}

function namedValues(given: unknown, inputs: Map<string, AskedInput>): Record<string, string> {
  return Object.fromEntries(
    fieldsIn(given).flatMap((input): [string, string][] => {
      const name = keyIn(input.name)
      if (name === undefined) return []
      const value = inputValue(name, input, inputs)
      return value === null ? [] : [[name, value]]
    }),
  )
}

/** A fixed value, a template of one, or what a person is asked for; null where it may be left away. */
function inputValue(label: string, input: Fields, inputs: Map<string, AskedInput>): string | null {
  if (typeof input.value === 'string') return filledTemplate(input.value, input.variables, inputs)
  const isRequired = input.isRequired === true || input.is_required === true
  if (!isRequired && input.default === undefined) return null
  return ask(label, input, inputs)
}

/** `{tenant}` → `${input:tenant}`. */
function filledTemplate(text: string, variables: unknown, inputs: Map<string, AskedInput>): string {
  const declared = isFields(variables) ? variables : {}
  return text.replace(/(?<!\$)\{([\w.-]{1,100})\}/gu, (_whole, name: string) => {
    const variable = declared[name]
    return ask(name, isFields(variable) ? variable : {}, inputs)
  })
}

const formats: Readonly<Record<string, AskedInput['kind']>> = {
  number: 'number',
  boolean: 'boolean',
  filepath: 'file',
}

function ask(label: string, input: Fields, inputs: Map<string, AskedInput>): string {
  const id = `input:${label.replaceAll(/[\s{}]/gu, '_')}`
  const choices = Array.isArray(input.choices) ? input.choices.map(String) : []
  const { description, isSecret, default: initial, format } = input
  const before = asked(id)
  inputs.set(id, {
    ...before,
    label,
    description: typeof description === 'string' ? description : '',
    secret: before.secret || isSecret === true,
    initial: initial === undefined || initial === null ? null : String(initial),
    kind: choices.length > 0 ? 'choice' : (formats[String(format)] ?? 'text'),
    choices,
  })
  return `\${${id}}`
}

function aboutOf({ name, title, description, version, websiteUrl, repository }: Fields): Fields {
  const metadata = Object.entries({ registry_name: name, title, version, websiteUrl, repository }).filter(
    ([, value]) => value !== undefined,
  )
  return {
    ...(typeof description === 'string' && { description: description.slice(0, 10_000) }),
    metadata: Object.fromEntries(metadata),
  }
}

/** `io.github.someone/weather-mcp` → `weather-mcp`. */
const shortName = (name: string) => name.slice(name.lastIndexOf('/') + 1).slice(0, 128)
