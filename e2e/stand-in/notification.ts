import { LoudEmitter, onlyKnown } from './loud'

type Members = Pick<Electron.Notification, 'show' | 'title' | 'body'>

/** Electron's `Notification`: nothing is drawn; what was shown can be read, and pressed with `emit('click')`. */
export class StandInNotification extends LoudEmitter implements Members {
  static readonly shown: StandInNotification[] = []
  readonly title: string
  readonly body: string

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification', ['click', 'close'])
    onlyKnown('notification option', options, ['title', 'body'])
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    StandInNotification.shown.push(this)
  }
}
