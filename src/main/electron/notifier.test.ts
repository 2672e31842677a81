import { EventEmitter } from 'node:events'
import type { NotificationConstructorOptions } from 'electron'
import { beforeEach, expect, test } from 'vitest'
import type { Notice } from '../../shared/contract/notices'
import { Notifier } from './notifier'

class Shown extends EventEmitter {
  static all: Shown[] = []
  static supported = true
  readonly options: NotificationConstructorOptions

  constructor(options: NotificationConstructorOptions) {
    super()
    this.options = options
  }

  static isSupported(): boolean {
    return Shown.supported
  }

  show(): void {
    Shown.all.push(this)
  }
}

const notice: Notice = {
  id: 1,
  at: '2026-11-28T08:00:00.000Z',
  about: 'servers',
  counts: { down: 1 },
  servers: [
    {
      id: 'x',
      name: 'a',
      turn: 'down',
      reason: 'failing',
      detail: { failures: 3 },
      daysLeft: null,
      lastedMs: null,
      error: null,
    },
  ],
  failing: 0,
  of: 0,
}
const marked: Notice = {
  ...notice,
  counts: { down: 2 },
  servers: notice.servers.flatMap((one) => [
    { ...one, name: '<b>a</b>' },
    { ...one, name: 'b&c' },
  ]),
}

let opened: number
let language: 'en' | 'zh'

beforeEach(() => {
  Shown.all = []
  Shown.supported = true
  opened = 0
  language = 'en'
})

function aNotifier(platform: NodeJS.Platform = 'darwin') {
  const openWindow = () => {
    opened++
  }
  // Only the events of Electron's that are listened to.
  const notification = Shown as unknown as ConstructorParameters<typeof Notifier>[0]['notification']
  return new Notifier({ notification, language: () => language, platform, openWindow })
}

test('a notice speaks the language of the window, and a press on it leads there', () => {
  const notifier = aNotifier()
  let chosen = 0
  expect(notifier.notify(notice, () => chosen++)).toBe(true)
  language = 'zh'
  notifier.notify(notice, () => {})
  expect(Shown.all.map(({ options }) => options.title)).toEqual(['a is down', 'a 出故障了'])
  Shown.all[0]?.emit('click')
  expect([chosen, opened]).toEqual([1, 1])
})

test('where the system shows none, it says so', () => {
  Shown.supported = false
  expect(aNotifier().notify(notice, () => {})).toBe(false)
  expect(Shown.all).toEqual([])
})

test('on Linux, where a body may be markup, no name is', () => {
  aNotifier('linux').notify(marked, () => {})
  aNotifier('win32').notify(marked, () => {})
  expect(Shown.all.map(({ options }) => options.body)).toEqual(['‹b›a‹/b› and b＆c', '<b>a</b> and b&c'])
})
