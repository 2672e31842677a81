import type { Recognised } from '../../../shared/contract/recognise'

/** What one program keeps in its file, and what Rollcall takes from it. */
interface Configuration {
  readonly program: string
  readonly fileName: string
  readonly text: string
  readonly kind: Recognised['kind']
  readonly documents: readonly Readonly<Record<string, unknown>>[]
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

const files = {
  name: 'files',
  command: 'npx',
  args: ['-y', '@modelcontextprotocol/server-filesystem', '/tmp'],
}
const { name: _files, ...filesEntry } = files

/** A program that keeps `mcpServers`, with what is special about its entries. */
function mcpServers(
  program: string,
  fileName: string,
  entries: Readonly<Record<string, unknown>>,
  documents: Configuration['documents'],
): Configuration {
  return { program, fileName, text: json({ mcpServers: entries }), kind: 'mcp-servers', documents }
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders of other programs.
/** One file for each program, in its dialect. */
export const configurations: readonly Configuration[] = [
  {
    program: 'the original',
    fileName: 'discovered_servers.json',
    text: json({
      servers: [{ ...files, tags: ['a'], priority: 3, auto_connect: false, retry_count: 2, own: 1 }],
    }),
    kind: 'original',
    documents: [{ ...files, tags: ['a'], priority: 3, auto_connect: false, retry_count: 2, own: 1 }],
  },
  mcpServers('Claude Desktop', 'claude_desktop_config.json', { files: filesEntry }, [files]),
  {
    program: 'Claude Code',
    fileName: '.claude.json',
    text: json({
      numStartups: 7,
      mcpServers: { linear: { type: 'http', url: 'https://mcp.linear.app/mcp', headers: { A: '${TOKEN}' } } },
      projects: { '/home/me/app': { allowedTools: [], mcpServers: { files: filesEntry } }, '/empty': {} },
    }),
    kind: 'mcp-servers',
    documents: [
      { name: 'linear', type: 'http', url: 'https://mcp.linear.app/mcp', headers: { A: '${TOKEN}' } },
      files,
    ],
  },
  mcpServers(
    'Cursor',
    'mcp.json',
    {
      local: { ...filesEntry, env: { KEY: '${env:KEY}' }, envFile: '${workspaceFolder}/.env' },
      remote: { url: 'https://a.example/mcp' },
    },
    [
      { ...files, name: 'local', env: { KEY: '${env:KEY}' }, envFile: '${workspaceFolder}/.env' },
      { name: 'remote', url: 'https://a.example/mcp' },
    ],
  ),
  {
    program: 'VS Code',
    fileName: 'mcp.json',
    text: `{
      // our servers
      "inputs": [{ "type": "promptString", "id": "token", "description": "A token", "password": true }],
      "servers": {
        "github": {
          "type": "http", "url": "https://api.githubcopilot.com/mcp/",
          "headers": { "Authorization": "Bearer \${input:token}" },
        },
        "files": ${json({ type: 'stdio', ...filesEntry, sandboxEnabled: true })},
      },
    }`,
    kind: 'vscode',
    documents: [
      {
        name: 'github',
        type: 'http',
        url: 'https://api.githubcopilot.com/mcp/',
        headers: { Authorization: 'Bearer ${input:token}' },
      },
      { ...files, type: 'stdio', sandboxEnabled: true },
    ],
  },
  {
    program: 'the settings of VS Code',
    fileName: 'settings.json',
    text: json({ 'editor.fontSize': 14, mcp: { inputs: [], servers: { files: filesEntry } } }),
    kind: 'vscode',
    documents: [files],
  },
  mcpServers('Copilot CLI', 'mcp-config.json', { files: { type: 'local', ...filesEntry, tools: ['*'] } }, [
    { ...files, type: 'stdio', tools: ['*'] },
  ]),
  mcpServers('Windsurf', 'mcp_config.json', { a: { serverUrl: 'https://a.example/mcp', disabled: true } }, [
    { name: 'a', url: 'https://a.example/mcp', enabled: false },
  ]),
  mcpServers(
    'Cline',
    'cline_mcp_settings.json',
    {
      a: {
        type: 'streamableHttp',
        url: 'https://a.example/mcp',
        timeout: 60,
        autoApprove: ['x'],
        disabled: false,
      },
    },
    [
      {
        name: 'a',
        type: 'streamableHttp',
        url: 'https://a.example/mcp',
        timeout: 60,
        autoApprove: ['x'],
        enabled: true,
      },
    ],
  ),
  mcpServers(
    'Roo Code',
    'mcp_settings.json',
    { a: { type: 'streamable-http', url: 'https://a.example/mcp', alwaysAllow: [] } },
    [{ name: 'a', type: 'streamable-http', url: 'https://a.example/mcp', alwaysAllow: [] }],
  ),
  {
    program: 'Zed',
    fileName: 'settings.json',
    text: `{
      // how I like it
      "theme": "One Dark",
      "context_servers": {
        "files": ${json({ source: 'custom', enabled: true, ...filesEntry, env: {} })},
        "old": { "command": { "path": "node", "args": ["s.js"], "env": { "A": "1" } }, "settings": {} },
        "from-extension": { "source": "extension", "enabled": true, "settings": {} },
      }
    }`,
    kind: 'zed',
    documents: [
      { ...files, source: 'custom', enabled: true, env: {} },
      { name: 'old', command: 'node', args: ['s.js'], env: { A: '1' }, settings: {} },
    ],
  },
  {
    program: 'Continue',
    fileName: 'config.yaml',
    text: `name: Mine
version: 1.0.0
schema: v1
mcpServers:
  - name: files
    command: npx
    args: ["-y", "@modelcontextprotocol/server-filesystem", /tmp]
    env:
      PORT: 8080
  - name: remote
    type: streamable-http
    url: https://a.example/mcp
    requestOptions:
      headers:
        Authorization: Bearer \${{ secrets.TOKEN }}
`,
    kind: 'continue',
    documents: [
      { ...files, env: { PORT: '8080' } },
      {
        name: 'remote',
        type: 'streamable-http',
        url: 'https://a.example/mcp',
        headers: { Authorization: 'Bearer ${{ secrets.TOKEN }}' },
      },
    ],
  },
  {
    program: 'Goose',
    fileName: 'config.yaml',
    text: `GOOSE_MODEL: x
extensions:
  developer:
    type: builtin
    enabled: true
    bundled: true
  files:
    type: stdio
    name: Files
    cmd: npx
    args: [-y, "@modelcontextprotocol/server-filesystem", /tmp]
    envs: {}
    env_keys: [API_KEY]
    enabled: false
    timeout: 300
    description: null
  remote:
    type: streamable_http
    uri: https://a.example/mcp
    enabled: true
`,
    kind: 'goose',
    documents: [
      {
        ...files,
        type: 'stdio',
        env: { API_KEY: '${input:API_KEY}' },
        enabled: false,
        timeout: 300,
        metadata: { title: 'Files' },
      },
      { name: 'remote', type: 'streamable_http', url: 'https://a.example/mcp', enabled: true },
    ],
  },
  {
    program: 'Codex',
    fileName: 'config.toml',
    text: `model = "x"

[mcp_servers.files]
command = "npx"
args = ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"]
env = { "A" = "1" }
env_vars = ["HOME"]
startup_timeout_sec = 20
tool_timeout_sec = 60

[mcp_servers.remote]
url = "https://a.example/mcp"
bearer_token_env_var = "TOKEN"
http_headers = { "X-Region" = "eu" }
env_http_headers = { "X-Key" = "KEY" }
enabled = true
`,
    kind: 'codex',
    documents: [
      { ...files, env: { A: '1', HOME: '${env:HOME}' }, timeout: 20, tool_timeout_sec: 60 },
      {
        name: 'remote',
        url: 'https://a.example/mcp',
        headers: { Authorization: 'Bearer ${env:TOKEN}', 'X-Region': 'eu', 'X-Key': '${env:KEY}' },
        enabled: true,
      },
    ],
  },
  {
    program: 'Mistral Vibe',
    fileName: 'config.toml',
    text: `[[mcp_servers]]
name = "remote"
transport = "streamable-http"
url = "https://a.example/mcp"

[[mcp_servers]]
name = "files"
transport = "stdio"
command = "npx"
args = ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"]
`,
    kind: 'vibe',
    documents: [
      { name: 'remote', type: 'streamable-http', url: 'https://a.example/mcp' },
      { ...files, type: 'stdio' },
    ],
  },
  mcpServers(
    'Gemini CLI',
    'settings.json',
    {
      http: { httpUrl: 'https://a.example/mcp', timeout: 5000, trust: true },
      sse: { url: 'https://a.example/events' },
      files: { ...filesEntry, cwd: '/srv', env: { KEY: '$MY_KEY' }, includeTools: ['a'] },
    },
    [
      { name: 'http', url: 'https://a.example/mcp', timeout: 5, trust: true },
      { name: 'sse', url: 'https://a.example/events', type: 'sse' },
      { ...files, cwd: '/srv', env: { KEY: '$MY_KEY' }, includeTools: ['a'] },
    ],
  ),
  mcpServers('Antigravity', 'mcp_config.json', { a: { serverUrl: 'https://a.example/mcp' } }, [
    { name: 'a', url: 'https://a.example/mcp' },
  ]),
  mcpServers('LM Studio', 'mcp.json', { a: { url: 'https://a.example/mcp', headers: { A: 'b' } } }, [
    { name: 'a', url: 'https://a.example/mcp', headers: { A: 'b' } },
  ]),
  mcpServers('5ire', 'mcp.json', { files: { type: 'local', ...filesEntry, isActive: true } }, [
    { ...files, type: 'stdio', enabled: true },
  ]),
  mcpServers(
    'Cherry Studio',
    'cherry.json',
    {
      'k3-x9': { name: 'Weather', type: 'streamableHttp', baseUrl: 'https://a.example/mcp', isActive: false },
      own: { name: '@cherry/memory', type: 'inMemory', isActive: true },
    },
    [
      {
        name: 'k3-x9',
        type: 'streamableHttp',
        url: 'https://a.example/mcp',
        enabled: false,
        metadata: { title: 'Weather' },
      },
    ],
  ),
  mcpServers(
    'MCP Router, Trae, Qoder, Kiro, Kimi, Factory',
    'mcp.json',
    { a: { url: 'https://a.example/mcp' } },
    [{ name: 'a', url: 'https://a.example/mcp' }],
  ),
  {
    program: 'OpenCode',
    fileName: 'opencode.json',
    text: json({
      $schema: 'https://opencode.ai/config.json',
      mcp: {
        files: {
          type: 'local',
          command: ['npx', '-y', '@modelcontextprotocol/server-filesystem', '/tmp'],
          environment: { A: '1' },
          enabled: true,
        },
        remote: { type: 'remote', url: 'https://a.example/mcp', timeout: 5000 },
      },
    }),
    kind: 'opencode',
    documents: [
      { ...files, type: 'stdio', env: { A: '1' }, enabled: true },
      { name: 'remote', type: 'http', url: 'https://a.example/mcp', timeout: 5 },
    ],
  },
  {
    program: 'Amp',
    fileName: 'settings.json',
    text: json({ 'amp.mcpServers': { files: filesEntry } }),
    kind: 'amp',
    documents: [files],
  },
  {
    program: 'a manual, bare',
    fileName: '',
    text: json({ files: filesEntry, other: { url: 'https://a.example/mcp' } }),
    kind: 'entries',
    documents: [files, { name: 'other', url: 'https://a.example/mcp' }],
  },
  {
    program: 'a manual, one entry',
    fileName: '',
    text: json(filesEntry),
    kind: 'entry',
    documents: [{ ...files, name: 'filesystem' }],
  },
  {
    program: 'a manual, a piece of a file in a block of code',
    fileName: '',
    text: `Add this:\n\n\`\`\`json\n"files": ${json(filesEntry)},\n\`\`\`\n`,
    kind: 'entries',
    documents: [files],
  },
]

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const percent = (value: unknown) => encodeURIComponent(JSON.stringify(value))
const remote = { url: 'https://a.example/mcp' }

interface Link {
  readonly app: string
  readonly link: string
  readonly documents: Configuration['documents']
}

/** An install link of each program. */
export const links: readonly Link[] = [
  {
    app: 'VS Code',
    link: `vscode:mcp/install?${percent({ name: 'files', ...filesEntry })}`,
    documents: [files],
  },
  {
    app: 'VS Code',
    link: `vscode-insiders:mcp/install?${percent({ name: 'a', type: 'http', ...remote })}`,
    documents: [{ name: 'a', type: 'http', ...remote }],
  },
  {
    app: 'VS Code',
    link: `https://insiders.vscode.dev/redirect/mcp/install?name=a&config=${percent({
      ...remote,
      headers: { K: '${input:key}' },
    })}&inputs=${percent([{ type: 'promptString', id: 'key', password: true }])}`,
    documents: [{ name: 'a', ...remote, headers: { K: '${input:key}' } }],
  },
  {
    app: 'VS Code',
    link: `https://vscode.dev/redirect?url=${encodeURIComponent(`vscode:mcp/install?${percent({ name: 'a', ...remote })}`)}`,
    documents: [{ name: 'a', ...remote }],
  },
  {
    app: 'Cursor',
    link: `cursor://anysphere.cursor-deeplink/mcp/install?name=files&config=${base64(filesEntry)}`,
    documents: [files],
  },
  {
    app: 'Cursor',
    link: `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${encodeURIComponent(base64({ files: filesEntry }))}`,
    documents: [files],
  },
  {
    app: 'Cursor',
    link: `https://cursor.com/en/install-mcp?name=a&config=${base64(remote)}`,
    documents: [{ name: 'a', ...remote }],
  },
  {
    app: 'LM Studio',
    link: `lmstudio://add_mcp?name=a&config=${base64(remote)}`,
    documents: [{ name: 'a', ...remote }],
  },
  {
    app: 'LM Studio',
    link: `https://lmstudio.ai/install-mcp?name=a&config=${base64(remote)}`,
    documents: [{ name: 'a', ...remote }],
  },
  {
    app: 'Cherry Studio',
    link: `cherrystudio://mcp/install?servers=${base64({ mcpServers: { 天气: remote } })}`,
    documents: [{ name: '天气', ...remote }],
  },
  {
    app: 'DeepChat',
    link: `deepchat://mcp/install?code=${base64({ mcpServers: { files: filesEntry } })}`,
    documents: [files],
  },
  {
    app: '5ire',
    link: `app.5ire://install-server#${base64({ name: 'a', ...remote })}`,
    documents: [{ name: 'a', ...remote }],
  },
  {
    app: 'Goose',
    link: 'goose://extension?cmd=npx&arg=-y&arg=pkg&timeout=300&id=pkg-id&name=Pkg&description=What&env=KEY%3DYour%20key',
    documents: [
      {
        name: 'pkg-id',
        command: 'npx',
        args: ['-y', 'pkg'],
        env: { KEY: '${input:KEY}' },
        description: 'What',
        timeout: 300,
      },
    ],
  },
  {
    app: 'Replit',
    link: `https://replit.com/integrations?mcp=${base64({
      displayName: 'A',
      baseUrl: remote.url,
      headers: [{ key: 'X', value: 'y' }],
    })}`,
    documents: [{ name: 'A', ...remote, headers: { X: 'y' } }],
  },
  {
    app: 'Rollcall',
    link: `rollcall://v1/install?config=${base64({ mcpServers: { files: filesEntry } })}`,
    documents: [files],
  },
]
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
