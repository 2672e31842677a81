/** How one program spells an entry. Reading takes every spelling; these are the ones written. */
export interface Dialect {
  /** The address over HTTP; null where the program starts commands only. */
  readonly url: string | null
  /** The address of an SSE server, where it is another field. */
  readonly sseUrl?: string
  /** The field of the transport's word, `type` in most. */
  readonly type?: string
  /** The word for each transport; null where none is written. */
  readonly words: { readonly http: string | null; readonly sse: string | null; readonly stdio: string | null }
  /** Where the command stands; `list`: with its arguments in one list. */
  readonly command: { readonly field: string; readonly list?: boolean }
  readonly env: string
  /** The path to the headers inside the entry. */
  readonly headers: readonly string[]
  /** What says that an entry is switched off; null where nothing can. */
  readonly off: { readonly field: string; readonly value: boolean } | null
  /** A variable in its syntax, `NAME` standing for the name; null where it knows none. */
  readonly variable: string | null
  /** Fields that take names of variables in the place of values. */
  readonly envNames?: string
  readonly headerNames?: string
  /** Fields every entry needs, by what it is. */
  readonly always?: Readonly<Record<string, unknown>>
  readonly timeoutUnit?: 'ms'
}

/** A place of a file: `~`, `{config}` (each system's folder for settings) and `{env:NAME}` are filled in. */
type Places = readonly string[]

/** One program on this computer that keeps a list of servers in a file. */
export interface KnownClient {
  readonly id: string
  readonly name: { readonly en: string; readonly zh: string }
  readonly format: 'json' | 'yaml' | 'toml'
  /** Where a person's own list may lie, the usual place first; a system left out has those of `linux`. */
  readonly places: { readonly linux: Places; readonly darwin?: Places; readonly win32?: Places }
  /** Below a folder somebody works in; looked at only where a person names the folder. */
  readonly project: Places
  /** The path to the list of servers. */
  readonly key: readonly string[]
  /** The entries are a list with names inside, not a map by name. */
  readonly list?: boolean
  readonly dialect: Dialect
}

const plain: Dialect = {
  url: 'url',
  words: { http: 'http', sse: 'sse', stdio: null },
  command: { field: 'command' },
  env: 'env',
  headers: ['headers'],
  off: null,
  variable: null,
}
const disabled = { field: 'disabled', value: true }
const enabled = { field: 'enabled', value: false }
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders of other programs.
const editorVariable = '${env:NAME}'
const shellVariable = '${NAME}'
const continueVariable = '${{ secrets.NAME }}'
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
const untyped = { http: null, sse: null, stdio: null }

function client(
  id: string,
  name: string,
  places: KnownClient['places'] | Places,
  dialect: Partial<Dialect> = {},
  rest: Partial<Omit<KnownClient, 'id' | 'places' | 'dialect'>> = {},
): KnownClient {
  return {
    id,
    name: { en: name, zh: name },
    format: 'json',
    places: Array.isArray(places) ? { linux: places } : (places as KnownClient['places']),
    project: [],
    key: ['mcpServers'],
    ...rest,
    dialect: { ...plain, ...dialect },
  }
}

const vsCode: Partial<Dialect> = {
  words: { http: 'http', sse: 'sse', stdio: 'stdio' },
  variable: editorVariable,
}
const inCode = '{config}/Code/User/globalStorage'

/** The programs whose files are understood. A new one is one more row. */
export const knownClients: readonly KnownClient[] = [
  client('claude-desktop', 'Claude Desktop', ['{config}/Claude/claude_desktop_config.json'], { url: null }),
  client(
    'claude-code',
    'Claude Code',
    ['~/.claude.json'],
    { variable: shellVariable },
    { project: ['.mcp.json'] },
  ),
  client(
    'cursor',
    'Cursor',
    ['~/.cursor/mcp.json'],
    { variable: editorVariable },
    { project: ['.cursor/mcp.json'] },
  ),
  client(
    'vscode',
    'VS Code',
    ['{config}/Code/User/mcp.json', '~/.vscode-server/data/User/mcp.json'],
    vsCode,
    {
      key: ['servers'],
      project: ['.vscode/mcp.json'],
    },
  ),
  client('vscode-insiders', 'VS Code Insiders', ['{config}/Code - Insiders/User/mcp.json'], vsCode, {
    key: ['servers'],
  }),
  client('copilot-cli', 'Copilot CLI', ['{env:COPILOT_HOME}/mcp-config.json', '~/.copilot/mcp-config.json'], {
    words: { http: 'http', sse: 'sse', stdio: 'local' },
    always: { tools: ['*'] },
  }),
  client('windsurf', 'Windsurf', ['~/.codeium/windsurf/mcp_config.json', '~/.codeium/mcp_config.json'], {
    url: 'serverUrl',
    words: untyped,
    off: disabled,
    variable: editorVariable,
  }),
  client(
    'cline',
    'Cline',
    [
      `${inCode}/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`,
      '~/.cline/data/settings/cline_mcp_settings.json',
    ],
    { words: { http: 'streamableHttp', sse: 'sse', stdio: null }, off: disabled },
  ),
  client(
    'roo-code',
    'Roo Code',
    [`${inCode}/rooveterinaryinc.roo-cline/settings/mcp_settings.json`],
    {
      words: { http: 'streamable-http', sse: 'sse', stdio: null },
      off: disabled,
      variable: editorVariable,
    },
    { project: ['.roo/mcp.json'] },
  ),
  client(
    'zed',
    'Zed',
    {
      linux: ['{config}/zed/settings.json'],
      darwin: ['~/.config/zed/settings.json'],
      win32: ['{config}/Zed/settings.json'],
    },
    { words: untyped, off: enabled },
    { key: ['context_servers'], project: ['.zed/settings.json'] },
  ),
  client(
    'continue',
    'Continue',
    ['~/.continue/config.yaml'],
    {
      words: { http: 'streamable-http', sse: 'sse', stdio: null },
      headers: ['requestOptions', 'headers'],
      variable: continueVariable,
    },
    { format: 'yaml', list: true },
  ),
  client(
    'goose',
    'Goose',
    {
      linux: ['{config}/goose/config.yaml'],
      darwin: ['~/.config/goose/config.yaml'],
      win32: ['{config}/Block/goose/config/config.yaml'],
    },
    {
      url: 'uri',
      words: { http: 'streamable_http', sse: 'sse', stdio: 'stdio' },
      command: { field: 'cmd' },
      env: 'envs',
      off: enabled,
      envNames: 'env_keys',
      always: { enabled: true },
    },
    { format: 'yaml', key: ['extensions'] },
  ),
  client(
    'codex',
    'Codex',
    ['{env:CODEX_HOME}/config.toml', '~/.codex/config.toml'],
    {
      words: untyped,
      headers: ['http_headers'],
      off: enabled,
      envNames: 'env_vars',
      headerNames: 'env_http_headers',
    },
    { format: 'toml', key: ['mcp_servers'], project: ['.codex/config.toml'] },
  ),
  client(
    'gemini-cli',
    'Gemini CLI',
    ['~/.gemini/settings.json'],
    { url: 'httpUrl', sseUrl: 'url', words: untyped, variable: '$NAME', timeoutUnit: 'ms' },
    { project: ['.gemini/settings.json'] },
  ),
  client('antigravity', 'Antigravity', ['~/.gemini/antigravity/mcp_config.json'], {
    url: 'serverUrl',
    words: untyped,
    off: disabled,
  }),
  client('lm-studio', 'LM Studio', ['~/.lmstudio/mcp.json'], { words: untyped }),
  client('5ire', '5ire', ['{config}/5ire/mcp.json'], {
    words: { http: 'remote', sse: 'remote', stdio: 'local' },
  }),
  client(
    'opencode',
    'OpenCode',
    {
      linux: ['{config}/opencode/opencode.json'],
      darwin: ['~/.config/opencode/opencode.json'],
      win32: ['~/.config/opencode/opencode.json'],
    },
    {
      words: { http: 'remote', sse: 'remote', stdio: 'local' },
      command: { field: 'command', list: true },
      env: 'environment',
      off: enabled,
      variable: '{env:NAME}',
    },
    { key: ['mcp'], project: ['opencode.json'] },
  ),
  client(
    'amp',
    'Amp',
    {
      linux: ['{config}/amp/settings.json'],
      darwin: ['~/.config/amp/settings.json'],
      win32: ['{config}/amp/settings.json'],
    },
    { words: untyped, variable: shellVariable },
    { key: ['amp.mcpServers'] },
  ),
  client('trae', 'Trae', ['{config}/Trae/User/mcp.json'], { words: untyped }),
  client('qoder', 'Qoder', ['~/.qoder/mcp.json'], { words: untyped }),
  client(
    'kiro',
    'Kiro',
    ['~/.kiro/settings/mcp.json'],
    { words: untyped, off: disabled },
    { project: ['.kiro/settings/mcp.json'] },
  ),
  client('kimi', 'Kimi', ['~/.kimi/mcp.json']),
  client(
    'factory',
    'Factory',
    ['~/.factory/mcp.json'],
    { off: disabled, words: { http: 'http', sse: 'sse', stdio: 'stdio' } },
    { project: ['.factory/mcp.json'] },
  ),
  client(
    'mistral-vibe',
    'Mistral Vibe',
    ['~/.vibe/config.toml'],
    { type: 'transport', words: { http: 'streamable-http', sse: 'http', stdio: 'stdio' } },
    { format: 'toml', key: ['mcp_servers'], list: true },
  ),
]

export function knownClient(id: string): KnownClient | undefined {
  return knownClients.find((each) => each.id === id)
}
