import { type Fields, fieldsIn, isFields, keyIn, textIn } from '../fields'
import { type Need, needOf, type Way } from './way'

/** A package of a registry, filled in as far as it can be. */
interface Package {
  readonly identifier: string
  /** Empty where none is pinned. */
  readonly version: string
  /** What is said to the program that starts it. */
  readonly runtime: readonly string[]
  readonly variables: readonly string[]
}

/** How a package of each registry is started, without a shell. */
const runners: Readonly<Record<string, (pack: Package) => readonly [string, ...string[]]>> = {
  npm: ({ identifier, version, runtime }) => [
    'npx',
    ...runtime.filter((word) => word !== '-y' && word !== '--yes'),
    '-y',
    joined(identifier, '@', version),
  ],
  pypi: ({ identifier, version, runtime }) => ['uvx', ...runtime, joined(identifier, '@', version)],
  nuget: ({ identifier, version, runtime }) => ['dnx', ...runtime, joined(identifier, '@', version), '--yes'],
  oci: ({ identifier, version, runtime, variables }) => [
    'docker',
    ...['run', '-i', '--rm'],
    ...runtime,
    ...variables.flatMap((name) => ['-e', name]),
    /[:@][^/]*$/u.test(identifier) ? identifier : joined(identifier, ':', version),
  ],
}

/** How a package is started over stdio, given the rest of it; undefined for what Rollcall cannot start. */
export function starterOf(
  pack: Fields,
): ((rest: Pick<Package, 'runtime' | 'variables'>) => readonly [string, ...string[]]) | undefined {
  const type = String(pack.registryType ?? pack.registry_type ?? '')
  const runner = Object.hasOwn(runners, type) ? runners[type] : undefined
  const identifier = textIn(pack.identifier)
  // What begins so would be an option of the program that starts it.
  if (!runner || identifier === undefined || identifier.startsWith('-')) return undefined
  const { transport } = pack
  if (isFields(transport) && transport.type !== undefined && transport.type !== 'stdio') return undefined
  return (rest) => runner({ ...rest, identifier, version: textIn(pack.version) ?? '' })
}

/** The command line that starts a package over stdio; undefined for what Rollcall cannot start. */
export function packageCommand(pack: Fields): Way | undefined {
  const start = starterOf(pack)
  if (!start) return undefined
  const needs: Need[] = []
  const env = variablesOf(pack.environmentVariables ?? pack.environment_variables, needs)
  const runtime = wordsOf(pack.runtimeArguments ?? pack.runtime_arguments, needs)
  const words = wordsOf(pack.packageArguments ?? pack.package_arguments, needs)
  const variables = [
    ...Object.keys(env),
    ...needs.flatMap(({ where, name }) => (where === 'variable' ? name : [])),
  ]
  const [command, ...args] = start({ runtime, variables })
  return {
    target: { command, args: [...args, ...words], ...(Object.keys(env).length > 0 && { env }) },
    needs,
  }
}

/** What is required and not given stays in braces, to be seen and filled in. */
function wordsOf(given: unknown, needs: Need[]): string[] {
  return fieldsIn(given).flatMap((argument): string[] => {
    const name = textIn(argument.name) ?? ''
    const value = givenOf(argument)
    const isRequired = argument.isRequired === true || argument.is_required === true
    if (value !== undefined) return [name, value].filter(Boolean)
    const hint = textIn(argument.valueHint) ?? textIn(argument.value_hint)
    if (!isRequired) return []
    // A required name without a value to it is a switch.
    if (name !== '' && hint === undefined && argument.type === 'named' && argument.format === undefined)
      return [name]
    const label = name.replace(/^-+/u, '') || hint || 'value'
    needs.push(needOf(label, 'argument', argument))
    return [name, `{${label}}`].filter(Boolean)
  })
}

function variablesOf(given: unknown, needs: Need[]): Record<string, string> {
  return Object.fromEntries(
    fieldsIn(given).flatMap((variable): [string, string][] => {
      const name = keyIn(variable.name)
      if (name === undefined) return []
      const value = givenOf(variable)
      if (value !== undefined) return [[name, value]]
      if (variable.isRequired === true || variable.is_required === true)
        needs.push(needOf(name, 'variable', variable))
      return []
    }),
  )
}

/** The value, or the default; with the defaults of its variables. Undefined where something stays open. */
function givenOf(input: Fields): string | undefined {
  const given = input.value ?? input.default
  if (given === undefined || given === null || typeof given === 'object') return undefined
  const variables = isFields(input.variables) ? input.variables : {}
  let isOpen = false
  const text = String(given).replace(/\{([\w.-]{1,100})\}/gu, (whole, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
    const value = isFields(variable) ? (variable.value ?? variable.default) : undefined
    // Braces nothing is declared for are somebody's text.
    if (variable === undefined) return whole
    if (value === undefined || value === null) isOpen = true
    return String(value ?? whole)
  })
  return isOpen ? undefined : text
}

function joined(identifier: string, sign: string, version: string): string {
  return version === '' || version === 'latest' ? identifier : `${identifier}${sign}${version}`
}
