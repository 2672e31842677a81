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
const toolsFor = (question: string) => catalogue.find(question).toolsOf(() => true)
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
    expect(toolsFor(question)[0]?.tool).toBe(tool)
  })

  it('about nothing here finds nothing', () => {
    for (const nothing of ['please help me', '']) {
      expect(catalogue.find(nothing).servers).toEqual([])
      expect(toolsFor(nothing)).toEqual([])
    }
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

it('a server is found however many of others fit better, where only it is asked', () => {
  for (let at = 0; at < 300; at += 1)
    catalogue.set({
      ...charts,
      id: `f${at}`,
      name: `forecast ${at}`,
      tools: [{ name: 'get_forecast', description: 'Forecast' }],
    })
  const tool = { name: 'plan', description: 'Plans a journey of many days, with one forecast among the rest' }
  catalogue.set({ ...charts, tools: [tool] })
  expect(toolsFor('forecast').some(({ serverId }) => serverId === 'c')).toBe(false)
  expect(catalogue.find('forecast').toolsOf((id) => id === 'c')).toMatchObject([{ tool: 'plan' }])
})

it('many tools of one server make none of their words common', () => {
  const cities = Array.from({ length: 30 }, (_, at) => ({ name: `city_${at}`, description: 'Forecast' }))
  catalogue.set({ ...weather, tools: cities })
  for (let at = 0; at < 20; at += 1)
    catalogue.set({ ...charts, id: `n${at}`, tools: [{ name: 'write_story', description: 'A story' }] })
  expect(toolsFor('forecast story')[0]).toMatchObject({ serverId: 'w' })
})

it('a server that is set again is found by its new words only, and a deleted one not at all', () => {
  catalogue.set({ ...weather, description: '', tags: [], tools: [{ name: 'play_song' }] })
  expect(toolsFor('cities')).toEqual([])
  expect(toolsFor('song')).toMatchObject([{ serverId: 'w', tool: 'play_song' }])
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
  expect(toolsFor('abyss')).toEqual([])
  expect(toolsFor('deep')).toMatchObject([{ tool: 'deep' }, { tool: 'wide' }].slice(0, 1))
})
