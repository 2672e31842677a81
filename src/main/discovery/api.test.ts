import { createRouterClient } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { discoveryApi } from './api'
import { openDiscovery, server } from './discovery.fixture'
import { Samples } from './samples'

async function openApi() {
  const rooms = await openDiscovery()
  const ended = new AbortController()
  const samples = new Samples({ host: rooms.host, dir: rooms.folder })
  const { discovery } = rooms
  const client = createRouterClient(discoveryApi({ discovery, samples, ended: ended.signal }))
  return {
    ...rooms,
    client,
    ended,
    async [Symbol.asyncDispose]() {
      ended.abort()
      await samples.end()
      await rooms[Symbol.asyncDispose]()
    },
  }
}

describe('the procedures of discovery', () => {
  it('add, scan, export and remove a source', async () => {
    await using api = await openApi()
    const path = api.write('x.json', { x: 1, servers: [server('a')] })
    const { id } = await api.client.addSource({ type: 'file_watch', file_path: path })
    expect(await api.client.scan({ id })).toMatchObject({ id, state: 'ok', servers: 1 })
    expect(await api.client.sources()).toMatchObject([{ id: 'manual' }, { id }])
    expect(await api.client.export({ source: id })).toEqual({ x: 1, servers: [server('a')] })
    expect(await api.client.removeSource({ id })).toMatchObject({ removed: ['a'] })
    await expect(api.client.scan({ id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('preview and import files', async () => {
    await using api = await openApi()
    const files = [{ name: 'x.json', text: JSON.stringify({ servers: [server('a')] }) }]
    expect(await api.client.preview({ files })).toMatchObject([{ entries: [{ outcome: 'new', name: 'a' }] }])
    expect(await api.client.import({ files })).toMatchObject({ added: ['a'] })
  })

  it('show the sources now and after each change, until Rollcall ends', async () => {
    await using api = await openApi()
    const states = await api.client.watch()
    expect((await states.next()).value).toMatchObject({
      sources: [{ id: 'manual' }],
      samples: { running: false },
    })
    await api.client.addSource({ path: api.write('x.json', { servers: [server('a')] }) })
    for (let named = 0; named !== 1; ) {
      const state = await states.next()
      if (state.done) throw new Error('the watch ended by itself')
      named = state.value.sources.at(-1)?.servers ?? 0
    }
    api.ended.abort()
    for (let done = false; !done; ) done = (await states.next()).done ?? false
    expect(api.discovery.listenerCount('changed')).toBe(0)
  })

  it('start the samples and watch the file that names them, and forget both', async () => {
    await using api = await openApi()
    const { file, servers } = await api.client.startSamples()
    await api.client.startSamples()
    expect(servers).toHaveLength(3)
    expect(await api.client.sources()).toMatchObject([{ id: 'manual' }, { address: file, servers: 3 }])
    await api.client.stopSamples()
    expect(await api.client.sources()).toMatchObject([{ id: 'manual' }])
    expect(api.names()).toEqual([])
  })
})
