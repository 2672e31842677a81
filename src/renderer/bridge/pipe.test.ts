// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { Pipe } from './pipe'

function aPreload() {
  const sent: string[] = []
  const listeners = new Set<(frame: string) => void>()
  return {
    sent,
    listeners,
    send: (frame: string) => void sent.push(frame),
    onFrame: (listener: (frame: string) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    pathForFile: () => '',
  }
}

it('carries frames both ways, as a socket does', () => {
  const preload = aPreload()
  const pipe = new Pipe(preload)
  const heard: unknown[] = []
  pipe.addEventListener('message', (event) => heard.push(event instanceof MessageEvent && event.data))
  pipe.start()
  pipe.send('to main')
  for (const listener of preload.listeners) listener('from main')
  expect(preload.sent).toEqual(['to main'])
  expect(heard).toEqual(['from main'])
})

it('hears nothing any more once it has ended', () => {
  const preload = aPreload()
  const pipe = new Pipe(preload)
  pipe.start()
  pipe.end()
  expect(preload.listeners.size).toBe(0)
})
