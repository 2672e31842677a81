import { homedir } from 'node:os'
import { join, sep } from 'node:path'
import type { GivenFile } from '../../../shared/contract/import'
import type { AskedInput } from '../../../shared/contract/recognise'
import { type Fields, isFields } from '../fields'
import { fileIssue } from '../issue'
import { parseJsonText } from '../json-text'
import { BundleFile, BundleRefused } from './bundle-file'
import { type Found, found, foundValues, nothing } from './found'
import { asked } from './inputs'

/** What a `.mcpb` or `.dxt` file would start, from its manifest alone; nothing is unpacked. Never throws. */
export async function bundleFound(given: GivenFile, bundlesDir: string): Promise<Found> {
  try {
    await using bundle = await BundleFile.open(given)
    return manifestFound(await bundle.manifest(), bundle.directoryIn(bundlesDir))
  } catch (error) {
    if (!(error instanceof BundleRefused)) throw error
    const { reason } = error
    return nothing([fileIssue('invalid-entry', `${given.name} ${reason}.`, { field: given.name, reason })])
  }
}

/** What a manifest (versions 0.1 to 0.4) would start once the bundle lies in `directory`. */
function manifestFound(text: string, directory: string): Found {
  const { problem } = parseJsonText(text, false)
  const manifest: unknown = problem ? undefined : JSON.parse(text)
  const name = isFields(manifest) ? manifest.name : undefined
  const config = isFields(manifest) ? configOf(manifest) : undefined
  if (!isFields(manifest) || typeof name !== 'string' || !config) {
    const [field, reason] = ['manifest.json', 'describes no server Rollcall can start']
    return found('bundle', { issues: [fileIssue('invalid-entry', `${field} ${reason}.`, { field, reason })] })
  }
  const places = placesAt(directory)
  const title = typeof manifest.display_name === 'string' ? manifest.display_name : name
  const entry = resolved({ name, ...config, ...aboutOf(manifest) }, places)
  return foundValues('bundle', [entry], {
    detail: { name: title },
    inputs: resolved(settingsOf(manifest.user_config), places),
    remarks: [{ code: 'unpacks', detail: { directory } }],
    guessesNames: true,
  })
}

/** Its command for this system. */
function configOf({ server }: Fields): Fields | undefined {
  const config = isFields(server) ? server.mcp_config : undefined
  if (!isFields(config)) return undefined
  const { platform_overrides: overrides, command, args, env } = config
  const own = isFields(overrides) ? overrides[process.platform] : undefined
  const here = isFields(own) ? own : {}
  const variables = { ...(isFields(env) && env), ...(isFields(here.env) && here.env) }
  return {
    command: here.command ?? command,
    ...((here.args ?? args) !== undefined && { args: here.args ?? args }),
    ...(Object.keys(variables).length > 0 && { env: variables }),
  }
}

const kinds: Readonly<Record<string, AskedInput['kind']>> = {
  number: 'number',
  boolean: 'boolean',
  file: 'file',
  directory: 'directory',
}

/** What the bundle wants to be told before it starts. */
function settingsOf(declared: unknown): AskedInput[] {
  if (!isFields(declared)) return []
  return Object.entries(declared).flatMap(([key, setting]): AskedInput[] => {
    if (!isFields(setting)) return []
    const { title, description, type, sensitive, required, default: initial } = setting
    const before = asked(`user_config.${key}`)
    return [
      {
        ...before,
        label: typeof title === 'string' ? title : key,
        description: typeof description === 'string' ? description : '',
        kind: kinds[String(type)] ?? 'text',
        required: required === true,
        secret: sensitive === true || before.secret,
        initial: initialOf(initial),
      },
    ]
  })
}

/** Of several values each stands on a line of its own. */
function initialOf(initial: unknown): string | null {
  if (initial === undefined || initial === null) return null
  return Array.isArray(initial) ? initial.map(String).join('\n') : String(initial)
}

function aboutOf({ display_name, description, version, homepage }: Fields): Fields {
  const metadata = Object.entries({ title: display_name, version, homepage }).filter(
    ([, value]) => value !== undefined,
  )
  return {
    ...(typeof description === 'string' && { description: description.slice(0, 10_000) }),
    metadata: { ...Object.fromEntries(metadata), bundle: true },
  }
}

/** What the format has the host fill in: where the bundle lies, and the person's own folders. */
function placesAt(directory: string): ReadonlyMap<string, string> {
  const home = homedir()
  return new Map([
    ['__dirname', directory],
    ['HOME', home],
    ['DESKTOP', join(home, 'Desktop')],
    ['DOCUMENTS', join(home, 'Documents')],
    ['DOWNLOADS', join(home, 'Downloads')],
    ['/', sep],
    ['pathSeparator', sep],
  ])
}

function resolved<Value>(value: Value, places: ReadonlyMap<string, string>): Value {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'string'
      ? item.replace(/\$\{([^{}]+)\}/gu, (whole, name: string) => places.get(name) ?? whole)
      : item,
  )
  return JSON.parse(text)
}
