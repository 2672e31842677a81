// @vitest-environment jsdom
import i18next from 'i18next'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { aServer } from '../../registry/server.fixture'
import { speak, startText } from '../../text/language'
import type { Moment } from '../actions/action'
import { noFilters, useView, usualSort } from '../view'
import { find } from './find'

beforeAll(() => {
  startText('en')
  // jsdom lays nothing out: every window is wide.
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})
afterEach(() => speak('en'))

const servers = [
  aServer({ id: '1', name: 'weather', tags: ['climate'], toolNames: ['get_forecast', 'list_cities'] }),
  aServer({ id: '2', name: 'database', tags: ['sql', 'climate'], description: 'keeps the weather' }),
]

function moment(view: Partial<Moment['view']> = {}, given = servers): Moment {
  return {
    t: i18next.t,
    client: {} as Moment['client'],
    desktop: false,
    view: { ...useView.getState(), ...view },
    servers: given,
    shown: () => given,
    sources: [],
    samples: undefined,
    server: undefined,
    selected: [],
    remove: () => {},
    removeAll: async () => {},
    forEach: async () => {},
    attempt: () => {},
  }
}

const ids = (text: string, view: Partial<Moment['view']> = {}) =>
  find(text, moment(view)).flatMap(({ entries }) => entries.map(({ id }) => id))
const groups = (text: string, view: Partial<Moment['view']> = {}) =>
  find(text, moment(view)).map(({ group }) => group)

describe('the palette', () => {
  it('finds servers by name, address, tag and description, the name first', () => {
    expect(ids('@weather')).toEqual(['server:1', 'server:2'])
    expect(ids('@sql')).toEqual(['server:2'])
  })

  it('finds tools by their name and by their server', () => {
    expect(ids('/fore')).toEqual(['tool:1:get_forecast'])
    expect(ids('/weather')).toEqual(['tool:1:list_cities', 'tool:1:get_forecast'])
    expect(ids('weather cities')).toContain('tool:1:list_cities')
  })

  it('finds actions in the language of the window and in the other one', () => {
    expect(ids('>dark')).toEqual(['action:theme-dark'])
    expect(ids('>深色')).toEqual(['action:theme-dark'])
    speak('zh')
    expect(ids('>dark')).toContain('action:theme-dark')
    expect(ids('>快捷键')).toContain('action:shortcuts')
  })

  it('lists a kind whole behind its mark alone', () => {
    expect(ids('#')).toEqual(['tag:climate', 'tag:sql'])
    expect(groups('>')).toEqual(['action'])
  })

  it('puts the group with the best fit first', () => {
    expect(groups('weather')[0]).toBe('server')
    expect(groups('settings')[0]).toBe('action')
    expect(groups('zzzz')).toEqual([])
  })

  it('before anything is typed begins with the last choices that are still there', () => {
    const recent = ['tool:1:get_forecast', 'server:9', 'action:density', 'tool:1:gone', 'view:v']
    const savedViews = [{ id: 'v', name: 'Mine', filters: noFilters, sort: usualSort }]
    expect(groups('', { recent })[0]).toBe('recent')
    expect(ids('', { recent, savedViews }).slice(0, 3)).toEqual([
      'tool:1:get_forecast',
      'action:density',
      'view:v',
    ])
    expect(groups('')).toEqual(['server', 'action'])
  })

  it('renames and deletes views by their names', () => {
    const savedViews = [{ id: 'v', name: 'Mine', filters: noFilters, sort: usualSort }]
    expect(ids('>view mine', { savedViews })).toEqual(
      expect.arrayContaining(['action:rename-view:v', 'action:delete-view:v']),
    )
    expect(ids('', { savedViews })).not.toContain('action:delete-view:v')
  })

  it('shows a few of many and says how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, at) => aServer({ id: `${at}`, name: `box ${at}` }))
    const [found] = find('@box', moment({}, many))
    expect(found?.entries.length).toBe(50)
    expect(found?.more).toBe(250)
  })
})
