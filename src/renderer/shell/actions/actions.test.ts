// @vitest-environment jsdom
import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { shellCommands } from '../../../shared/commands'
import { aServer } from '../../registry/server.fixture'
import { settingFields } from '../../settings/fields'
import { startText } from '../../text/language'
import { keysOf } from '../keys'
import { useView } from '../view'
import { type Moment, obstacleTo } from './action'
import { actionOf, actions } from './actions'

beforeAll(() => startText('en'))

const words = (id: string) => ({
  en: actionOf(id).text(i18next.getFixedT('en')),
  zh: actionOf(id).text(i18next.getFixedT('zh')),
})

/** A moment with nothing in it but what a test gives. */
function moment(given: Partial<Moment> = {}): Moment {
  return {
    t: i18next.getFixedT('en'),
    client: {} as Moment['client'],
    desktop: false,
    view: useView.getState(),
    servers: [],
    shown: () => [],
    sources: [],
    samples: undefined,
    server: undefined,
    selected: [],
    remove: () => {},
    removeAll: async () => {},
    forEach: async () => {},
    attempt: () => {},
    ...given,
  }
}

const possible = (given: Partial<Moment> = {}) =>
  actions.filter((action) => obstacleTo(action, moment(given)) === null).map(({ id }) => id)

describe('the list of actions', () => {
  it('has each id once, and one for every command of the desktop’s menu', () => {
    const ids = actions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const command of shellCommands) expect(ids).toContain(command)
    expect(() => actionOf('no-such-action')).toThrow()
  })

  it('says each in both languages, no two alike', () => {
    for (const language of ['en', 'zh'] as const) {
      const said = actions.map(({ id }) => words(id)[language])
      expect(
        said.filter((text) => text === '' || text.includes('{{') || /^[a-z]+\.[\w.]+$/u.test(text)),
      ).toEqual([])
      expect(said.filter((text, at) => said.indexOf(text) !== at)).toEqual([])
    }
    expect(words('theme-dark')).toEqual({ en: 'Theme: Dark', zh: '主题：深色' })
  })

  it('leads to every setting by itself', () => {
    for (const field of settingFields) expect(words(`setting-${field}`).en).toMatch(/^Settings: /u)
  })

  it('gives no key twice', () => {
    const keys = actions.flatMap(keysOf)
    expect(keys.length).toBeGreaterThan(10)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
})

describe('what can be done', () => {
  it('without servers is to get some, to look around, and to change how it looks', () => {
    const ids = possible()
    expect(ids).toEqual(
      expect.arrayContaining(['add', 'import', 'samples', 'go-discovery', 'density', 'shortcuts']),
    )
    for (const id of [
      'connect',
      'remove',
      'export-all',
      'check-all',
      'selection-remove',
      'zoom-in',
      'show-log',
    ])
      expect(ids).not.toContain(id)
  })

  it('with a server follows what is wanted of it', () => {
    const server = aServer({ intent: 'on' })
    expect(possible({ servers: [server], server })).toEqual(
      expect.arrayContaining([
        'disconnect',
        'check',
        'edit',
        'copy-json',
        'remove',
        'tab-tools',
        'export-all',
      ]),
    )
    expect(possible({ servers: [server], server })).not.toContain('connect')
    const off = aServer({ intent: 'off' })
    const ids = possible({ servers: [off], server: off })
    expect(ids).toContain('connect')
    expect(ids).not.toContain('disconnect')
    expect(ids).not.toContain('check')
  })

  it('says why not, and leaves a form that is being filled in alone', () => {
    expect(obstacleTo(actionOf('edit'), moment())).toBe('Choose a server first.')
    const filling = moment({ view: { ...useView.getState(), overlay: { kind: 'add' } } })
    expect(obstacleTo(actionOf('go-discovery'), filling)).toBe('Finish or close the form first.')
    expect(obstacleTo(actionOf('density'), filling)).toBeNull()
  })

  it('asks the shell only where there is one', () => {
    expect(possible({ desktop: true })).toEqual(
      expect.arrayContaining(['zoom-in', 'open-data-folder', 'show-log']),
    )
  })
})
