import { describe, expect, it } from 'vitest'
import { openDiscovery, server } from './discovery.fixture'
import type { ImportInput } from './import'

function dropped(...servers: object[]) {
  return { name: 'drop.json', text: JSON.stringify({ servers }, null, 1) }
}

function input(files: ImportInput['files'], rest: Partial<ImportInput> = {}): ImportInput {
  return { files, watch: false, approve: [], leaveOut: [], ...rest }
}

const tool = { name: 'tool', command: 'npx', args: ['-y', 'some tool'] }

describe('a preview of dropped files', () => {
  it('says what is new, changed, unchanged and refused, and changes nothing', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(server('same'))
    await rooms.registry.register(server('other', { headers: { 'X-Key': 'old secret' }, priority: 1 }))
    const after = server('other', { headers: { 'X-Key': 'new secret' }, priority: 2 })
    const file = dropped(server('same'), after, server('new', { tags: ['t'] }), { name: 'bad' }, tool)
    const [preview] = await rooms.discovery.preview([file], false)
    expect(preview).toMatchObject({ name: 'drop.json', watchable: false, issues: [] })
    expect(preview?.entries).toMatchObject([
      { outcome: 'unchanged', name: 'same', changes: [] },
      {
        outcome: 'changed',
        changes: [
          { field: 'headers.X-Key', from: '••••••', to: '••••••' },
          { field: 'priority', from: 1, to: 2 },
        ],
      },
      { outcome: 'new', name: 'new', tags: ['t'], address: server('new').url },
      { outcome: 'refused', name: 'bad', issue: { code: 'invalid-entry', field: 'servers[3].url' } },
      { outcome: 'new', name: 'tool', command: { command: 'npx', args: ['-y', 'some tool'] } },
    ])
    expect(JSON.stringify(preview)).not.toContain('secret"')
    expect(rooms.names()).toEqual(['other', 'same'])
  })

  it('T21: tells a broken file as a whole, and one over 1 MiB', async () => {
    await using rooms = await openDiscovery()
    const big = `{"servers":[],"x":"${'好'.repeat(400_000)}"}`
    const files = [
      { name: 'broken.json', text: '{' },
      { name: 'big.json', text: big },
      { name: 'marked.json', text: '\ufeff{"servers":[]}' },
    ]
    const previews = await rooms.discovery.preview(files, false)
    expect(previews.map(({ issues }) => issues.map(({ code }) => code))).toEqual([
      ['syntax'],
      ['too-large'],
      [],
    ])
  })

  it('says that a name another source has will be a second server when the file is to be watched', async () => {
    await using rooms = await openDiscovery()
    await rooms.discovery.add({ path: rooms.write('one.json', { servers: [server('a')] }) })
    const file = {
      ...dropped({ ...server('a'), url: 'http://elsewhere.test/' }),
      path: `${rooms.folder}/drop.json`,
    }
    const [watched] = await rooms.discovery.preview([file], true)
    expect(watched).toMatchObject({
      watchable: true,
      entries: [{ outcome: 'new', issue: { code: 'twin', detail: { owner: 'one', as: 'a (2)' } } }],
    })
    const [copied] = await rooms.discovery.preview([file], false)
    expect(copied?.entries).toMatchObject([{ outcome: 'changed' }])
  })
})

describe('an import', () => {
  it('does what the preview said, and leaves out what it was told to', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(server('same'))
    const { id } = await rooms.registry.register(server('other', { description: 'gone', priority: 1 }))
    const file = dropped(server('same'), server('other', { priority: 2 }), server('new'), server('not'), {
      name: 'bad',
    })
    const result = await rooms.discovery.import(input([file], { leaveOut: ['not'] }))
    expect(result).toMatchObject({
      added: ['new'],
      changed: ['other'],
      unchanged: ['same'],
      refused: [{ name: 'bad', issue: { code: 'invalid-entry' } }],
      sources: [],
    })
    expect(rooms.names()).toEqual(['other', 'new', 'same'])
    expect(rooms.registry.byName('other')).toMatchObject({ id, document: server('other', { priority: 2 }) })
    expect(rooms.registry.byName('other').document).not.toHaveProperty('description')
  })

  it('approves exactly the commands whose fingerprint was given', async () => {
    await using rooms = await openDiscovery()
    const files = [dropped(tool, { ...tool, name: 'waiting' })]
    const [preview] = await rooms.discovery.preview(files, false)
    const approve = [preview?.entries[0]?.command?.fingerprint ?? '', 'f'.repeat(64)]
    await rooms.discovery.import(input(files, { approve }))
    expect(rooms.approvals.pending(rooms.registry.byName('tool'))).toBeNull()
    expect(rooms.approvals.pending(rooms.registry.byName('waiting'))).not.toBeNull()
  })

  it.each([
    ['another command', tool],
    ['an address', server('tool')],
  ])('does not carry the consent for %s over to the command it brings', async (_what, before) => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(before)
    const result = await rooms.discovery.import(input([dropped({ ...tool, args: ['evil'] })]))
    expect(result.changed).toEqual(['tool'])
    expect(rooms.approvals.pending(rooms.registry.byName('tool'))).toMatchObject({ args: ['evil'] })
  })

  it('keeps the consent where the command stays the same', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(tool)
    await rooms.discovery.import(input([dropped({ ...tool, tags: ['t'] })]))
    expect(rooms.registry.byName('tool').registration.tags).toEqual(['t'])
    expect(rooms.approvals.pending(rooms.registry.byName('tool'))).toBeNull()
  })

  it('watches the file where that is wished and its path is known', async () => {
    await using rooms = await openDiscovery()
    const file = dropped(tool, { ...tool, name: 'waiting' }, { name: 'bad' })
    const path = rooms.write('drop.json', file.text)
    const files = [{ ...file, path }, dropped(server('pathless'))]
    const [preview] = await rooms.discovery.preview(files, true)
    const approve = [preview?.entries[0]?.command?.fingerprint ?? '']
    const result = await rooms.discovery.import(input(files, { watch: true, approve }))
    const source = rooms.discovery.sources().find(({ address }) => address === path)
    expect(result).toMatchObject({
      added: ['tool', 'waiting', 'pathless'],
      refused: [{ name: 'bad' }],
      sources: [source?.id],
    })
    expect(rooms.registry.byName('tool').source.id).toBe(source?.id)
    expect(rooms.registry.byName('pathless').source.id).toBe('manual')
    expect(rooms.approvals.pending(rooms.registry.byName('tool'))).toBeNull()
    expect(rooms.approvals.pending(rooms.registry.byName('waiting'))).not.toBeNull()
    const again = await rooms.discovery.import(input(files, { watch: true }))
    expect(again).toMatchObject({
      added: [],
      unchanged: ['tool', 'waiting', 'pathless'],
      sources: [source?.id],
    })
  })
})
