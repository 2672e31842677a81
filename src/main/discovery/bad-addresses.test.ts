import { describe, expect, it } from 'vitest'
import { openDiscovery, server } from './discovery.fixture'

/** Each with the fault it is of; `hunter2` stands for what nobody may read later. */
const refused: readonly (readonly [string, string])[] = [
  ['B035', 'http://169.254.169.254/latest/meta-data/'],
  ['B035', 'http://2852039166/'],
  ['B035', 'http://0xa9.0xfe.0xa9.0xfe/'],
  ['B035', 'http://0251.0376.0251.0376/'],
  ['B035', 'http://[::ffff:169.254.169.254]/'],
  ['B035', 'http://[fd00:ec2::254]/'],
  ['B035', 'http://100.100.100.200/'],
  ['B035', 'http://[fe80::1]:8080/mcp'],
  ['B035', 'http://169。254。169。254/'],
  ['B039', 'http://0/'],
  ['B039', 'http://0.0.0.0/'],
  ['B039', 'http://0.0.0.0./'],
  ['B039', 'http://[::]/'],
  ['B039', 'http://[::ffff:0.0.0.0]/'],
  ['B043', 'http://metadata.google.internal/'],
  ['B043', 'http://METADATA.google.internal./computeMetadata/v1/'],
  ['B043', 'http://metadata/'],
  ['B047', 'http://user:hunter2@host.test/'],
  ['B047', 'http://:hunter2@host.test/'],
  ['B048', 'http://a.test:0/'],
  ['B048', 'http://a.test:99999/'],
  ['B049', 'http://example.com@127.0.0.1/'],
  ['B049', 'http://127.0.0.1\\@example.com/'],
  ['B050', `http://a.test/${'x'.repeat(65_536)}`],
  ['B050', 'http://a.test/a\tb'],
  ['B050', 'http://a.test/a\nb'],
  ['B050', 'http://a.test/ '],
  ['B050', ' http://a.test/'],
  ['B051', 'javascript:alert(1)'],
  ['B051', 'JaVaScRiPt:alert(1)'],
  ['B051', 'java\nscript:alert(1)'],
  ['B051', '\u0001javascript:alert(1)'],
  ['B052', 'data:text/html,<script>alert(1)</script>'],
  ['B054', 'file:///etc/passwd'],
  ['B054', 'file://attacker/share'],
  ['B055', 'smb://attacker/x'],
  ['B055', '\\\\attacker\\share'],
  ['B065', 'https:evil.test'],
  ['B065', 'http:/\\evil.test'],
  ['B065', '//evil.test'],
]

describe('T23: an address nothing may be sent to', () => {
  it('is refused by hand, as a server’s and as that of its health', async () => {
    await using rooms = await openDiscovery()
    for (const [fault, url] of refused) {
      const fields = [{ url }, { url: 'http://a.test/', health_check_url: url }]
      for (const [at, given] of fields.entries()) {
        const registering = rooms.registry.register({ name: 'x', ...given })
        await expect(registering, `${fault} ${url}`).rejects.toMatchObject({
          code: 'invalid',
          detail: { issues: [{ path: at === 0 ? 'url' : 'health_check_url' }] },
        })
      }
    }
    expect(rooms.names()).toEqual([])
  })

  it('is refused where a source names it, with its place, and takes no neighbour with it', async () => {
    await using rooms = await openDiscovery()
    const entries = refused.map(([, url], at) => ({ name: `bad ${at}`, url }))
    const path = rooms.write('x.json', { servers: [...entries, server('neighbour')] })
    const source = await rooms.discovery.add({ path })
    expect(rooms.names()).toEqual(['neighbour'])
    expect(source.counts.refused).toBe(refused.length)
    for (const [at, { code, line, field }] of source.issues.entries()) {
      expect([code, field]).toEqual(['invalid-entry', `servers[${at}].url`])
      expect(line).toBeGreaterThan(1)
    }
    expect(JSON.stringify(source)).not.toContain('hunter2')
    const [preview] = await rooms.discovery.preview(
      [{ name: 'x.json', text: JSON.stringify({ servers: entries }) }],
      false,
    )
    expect(preview?.entries.filter(({ outcome }) => outcome !== 'refused')).toEqual([])
  })

  it('B047: shows no password, however long the line it stands in', async () => {
    await using rooms = await openDiscovery()
    const long = `http://user:${'hunter2'.repeat(40)}@host.test/`
    const path = rooms.write(
      'x.json',
      `{"servers":[{"name":"x","url":"${long}"},{"name":"y","url":"http://h/"}]}`,
    )
    const source = await rooms.discovery.add({ path })
    expect(source.issues[0]?.excerpt).toContain('••••')
    expect(JSON.stringify(source)).not.toContain('hunter2')
  })

  it('is judged by what it is parsed to, not by how it is written', async () => {
    await using rooms = await openDiscovery()
    // Its host is one of names and of this machine; that it is so is shown, and whose it is decides.
    for (const url of ['http://0x7f.1:8080/', 'http://169.254.example.com/', 'http://metadata.example.com/'])
      await rooms.registry.register({ name: url, url })
    expect(rooms.names()).toHaveLength(3)
  })
})
