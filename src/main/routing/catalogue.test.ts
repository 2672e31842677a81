import { beforeEach, describe, expect, it } from 'vitest'
import { Catalogue } from './catalogue'

const weather = {
  id: 'w',
  name: 'weather_service',
  description: 'Forecasts for cities',
  tags: ['weather'],
  tools: [
    {
      name: 'get_forecast',
      description: 'Forecast for a city',
      inputSchema: { properties: { city: { description: 'Its name' } } },
    },
    { name: 'list_cities', description: 'All cities' },
  ],
}
const orders = {
  id: 'o',
  name: 'database',
  description: 'Orders and customers',
  tags: ['database'],
  tools: [{ name: 'query_orders', description: 'Orders by status, for example late ones' }],
}
const charts = {
  id: 'c',
  name: 'charts',
  description: '',
  tags: [],
  tools: [{ name: 'create_mindmap', description: 'Draws' }],
}

let catalogue: Catalogue
beforeEach(() => {
  catalogue = new Catalogue()
  for (const server of [weather, orders, charts]) catalogue.set(server)
})

describe('a question', () => {
  it.each([
    ['what will the weather be like', 'get_forecast'],
    ['今天天气怎么样', 'get_forecast'],
    ['which orders are late', 'query_orders'],
    ['哪些订单晚了', 'query_orders'],
    ['draw a mind map', 'create_mindmap'],
    ['画一张思维导图', 'create_mindmap'],
  ])('%s finds %s', (question, tool) => {
    expect(catalogue.find(question).tools[0]?.tool).toBe(tool)
  })

  it('about nothing here finds nothing', () => {
    expect(catalogue.find('please help me')).toMatchObject({ servers: [], tools: [] })
    expect(catalogue.find('')).toMatchObject({ servers: [], tools: [] })
  })

  it('is explained by what was found for each of its words, and where', () => {
    const { concepts } = catalogue.find('天气 city')
    expect(catalogue.toolMatches('w', 'get_forecast', concepts)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ said: '天气', found: 'forecast' }),
        expect.objectContaining({ said: 'citi', fields: expect.arrayContaining(['text', 'parameters']) }),
      ]),
    )
    expect(catalogue.serverMatches('o', concepts)).toEqual([])
  })
})

it('a server that is set again is found by its new words only, and a deleted one not at all', () => {
  catalogue.set({ ...weather, description: '', tags: [], tools: [{ name: 'play_song' }] })
  expect(catalogue.find('cities').tools).toEqual([])
  expect(catalogue.find('song').tools).toMatchObject([{ serverId: 'w', tool: 'play_song' }])
  catalogue.delete('w')
  expect(catalogue.find('song').servers).toEqual([])
})

it('a hostile schema is read within bounds', () => {
  let nested: Record<string, unknown> = { description: 'abyss' }
  for (let depth = 0; depth < 10_000; depth += 1) nested = { properties: { deeper: nested } }
  const wide = { properties: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`p${at}q`, {}])) }
  catalogue.set({
    ...charts,
    tools: [
      { name: 'deep', inputSchema: nested },
      { name: 'wide', inputSchema: wide },
    ],
  })
  expect(catalogue.find('abyss').tools).toEqual([])
  expect(catalogue.find('deep').tools).toMatchObject([{ tool: 'deep' }, { tool: 'wide' }].slice(0, 1))
})
