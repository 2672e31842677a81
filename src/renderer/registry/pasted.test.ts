import { describe, expect, it } from 'vitest'
import { shellWords } from '../../shared/shell-words'
import { emptyDraft } from './draft'
import { withPasteIn } from './draft-start'
import { readPairs, withPasted } from './pairs'
import { readPasted } from './pasted'
import { suggestName } from './suggest-name'

describe('a command line is split', () => {
  it.each([
    ['npx -y server', ['npx', '-y', 'server']],
    [`run 'a b' "c \\"d\\"" e\\ f`, ['run', 'a b', 'c "d"', 'e f']],
    [`x ''`, ['x', '']],
    [`a=1\\\n  b`, ['a=1', 'b']],
    ['C:\\Tools\\node.exe x', ['C:\\Tools\\node.exe', 'x']],
    [`it's open`, ["it's", 'open']],
    ['', []],
  ])('%j', (line, words) => {
    expect(shellWords(line)).toEqual(words)
  })
})

describe('a pasted text is', () => {
  it('an address', () => {
    expect(readPasted(' https://mcp.example.com/mcp\n', false)).toEqual({
      kind: 'url',
      url: 'https://mcp.example.com/mcp',
    })
  })

  it('a command with its arguments and variables', () => {
    expect(readPasted('$ TOKEN=a MODE="b c" npx -y "my server" .', false)).toEqual({
      kind: 'command',
      command: 'npx',
      args: ['-y', 'my server', '.'],
      env: { TOKEN: 'a', MODE: 'b c' },
    })
  })

  it('only text, unless a program is asked for', () => {
    expect(readPasted('My own server', false)).toBeNull()
    expect(readPasted('/opt/my-server --fast', true)).toMatchObject({ command: '/opt/my-server' })
    expect(readPasted('npx', true)).toBeNull()
    expect(readPasted('{"a": 1}', false)).toBeNull()
  })

  it.each([
    ['an entry', '{"command": "uvx", "args": ["x"],}'],
    ['a map of one', '{"mcpServers": {"git": {"command": "uvx", "args": ["x"]}}}'],
    ['a snippet out of a map', '"git": { "command": "uvx", "args": ["x"] }, // as in the manual'],
    ['a list of one', '{"servers": [{"name": "git", "command": "uvx", "args": ["x"]}]}'],
  ])('one server: %s', (_what, text) => {
    expect(readPasted(text, false)).toMatchObject({
      kind: 'entry',
      document: { command: 'uvx', args: ['x'] },
    })
  })

  it('several servers, as a file that lists them', () => {
    const pasted = readPasted('{"mcpServers": {"a": {"url": "http://a/"}, "b": {"command": "b"}}}', false)
    expect(pasted?.kind).toBe('list')
    expect(pasted?.kind === 'list' && JSON.parse(pasted.text)).toEqual({
      servers: [
        { name: 'a', url: 'http://a/' },
        { name: 'b', command: 'b' },
      ],
    })
  })
})

describe('the form takes what was pasted', () => {
  it('a command, and what was typed besides stays', () => {
    const draft = { ...emptyDraft, description: 'mine', env: [{ id: 3, key: 'A', value: '1' }] }
    const pasted = readPasted('B=2 npx -y files', false)
    expect(pasted && withPasteIn(draft, pasted, false)).toMatchObject({
      kind: 'command',
      command: 'npx',
      args: '-y\nfiles',
      description: 'mine',
      env: [
        { id: 3, key: 'A', value: '1' },
        { id: 4, key: 'B', value: '2' },
      ],
    })
  })

  it('but no other kind for a server that exists, and no other name', () => {
    const draft = { ...emptyDraft, name: 'mine', url: 'http://a/' }
    expect(withPasteIn(draft, { kind: 'command', command: 'x', args: [], env: {} }, true)).toBeUndefined()
    const entry = { kind: 'entry', document: { name: 'other', url: 'http://b/' } } as const
    expect(withPasteIn(draft, entry, true)).toMatchObject({ name: 'mine', url: 'http://b/' })
  })
})

describe('a name is suggested', () => {
  const http = (url: string) => ({ ...emptyDraft, url })
  const command = (line: string) => {
    const [program = '', ...args] = line.split(' ')
    return { ...emptyDraft, kind: 'command' as const, command: program, args: args.join('\n') }
  }
  it.each([
    [http('https://mcp.linear.app/mcp'), 'linear'],
    [http('http://localhost:8001/mcp'), 'localhost-8001'],
    [http('http://127.0.0.1:8001/mcp'), 'localhost-8001'],
    [http('http://127.0.0.1:9/weather/mcp'), 'weather'],
    [http('nonsense'), ''],
    [command('npx -y @modelcontextprotocol/server-filesystem@1.2.3 /tmp'), 'filesystem'],
    [command('uvx mcp-server-git --repository .'), 'git'],
    [command('node /opt/my-tools.mjs'), 'my-tools'],
    [command('docker run -i --rm mcp/github'), 'github'],
    [command('/usr/bin/search-mcp'), 'search'],
  ])('%#: %s', (draft, name) => {
    expect(suggestName(draft, new Set())).toBe(name)
  })

  it('that no other server has', () => {
    const taken = new Set(['linear', 'linear-2'])
    expect(suggestName(http('https://mcp.linear.app/mcp'), taken)).toBe('linear-3')
  })
})

describe('rows are pasted', () => {
  it.each([
    [
      'export A=1\n\n# no\nB="x y"',
      [
        ['A', '1'],
        ['B', 'x y'],
      ],
    ],
    ['Authorization: Bearer a=b', [['Authorization', 'Bearer a=b']]],
    [
      '{"A": "1", "B": 2}',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
  ])('%j', (text, rows) => {
    expect(readPairs(text)?.map(({ key, value }) => [key, value])).toEqual(rows)
  })

  it('but not a text of another kind', () => {
    for (const text of ['just words', 'A=1\nwords', '{"A": {}}', '']) expect(readPairs(text)).toBeNull()
  })

  it('in the place of an empty row, else below', () => {
    const rows = [{ key: 'B', value: '2' }]
    const empty = { id: 0, key: '', value: '' }
    expect(withPasted([empty], 0, rows)).toEqual([{ id: 1, key: 'B', value: '2' }])
    const full = { id: 0, key: 'A', value: '1' }
    expect(withPasted([full], 0, rows)).toEqual([full, { id: 1, key: 'B', value: '2' }])
  })
})
