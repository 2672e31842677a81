import { afterEach, beforeEach, expect, test } from 'vitest'
import { ChatRoom, callsOf, textOf } from './chat-room'
import { type RunningServer, startServer } from './servers/start'
import type { Script, ScriptedModel } from './servers/scripted-model'
import { scriptedOpenai } from './servers/scripted-openai'

const samples = new URL('../resources/examples/', import.meta.url).pathname

let room: ChatRoom
let model: ScriptedModel
let weather: RunningServer

/** Calls the first tool whose name has the word, then says what came of it. */
const calling =
  (word: string, args: object): Script =>
  ({ results, tools }) =>
    results.length > 0
      ? { text: `It says: ${results[0]?.text.slice(0, 300)}`, usage: { input: 30, output: 10 } }
      : {
          text: 'Let me see. ',
          calls: [{ name: tools.find(({ name }) => name.includes(word))?.name ?? word, arguments: args }],
          usage: { input: 20, output: 5, cached: 4 },
        }

beforeEach(async () => {
  room = await new ChatRoom().start()
  model = await scriptedOpenai(() => ({ text: 'Hello.' })).start()
  weather = await startServer(`${samples}weather.mjs`)
  await room.add('weather', weather.url)
  await room.client.models.set({
    params: { provider: 'scripted' },
    body: { kind: 'compatible', name: 'Scripted', baseUrl: model.url },
  })
  await room.client.models.choose({ llm_config: { provider: 'scripted', model: 'scripted-large' } })
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
  await weather.kill()
})

test('a Chinese question is routed, the tool is asked for, allowed once, run, and answered from', async () => {
  model.script = calling('forecast', { city: '上海' })
  const conversation = await room.begin()
  const { id } = await room.client.chat.ask({ conversation, text: '今天天气怎么样' })
  const asking = await room.until(conversation, id, ({ state }) => state === 'waiting')
  const [call] = callsOf(asking)
  expect(call).toMatchObject({ server: 'weather', state: 'asking', arguments: { city: '上海' }, by: 'model' })
  await room.client.chat.decide({
    conversation,
    decisions: [{ call: call?.id ?? '', fingerprint: call?.ask?.fingerprint ?? '', decision: 'once' }],
  })
  const turn = await room.over(conversation, id)
  expect(turn.error).toBeNull()
  expect(turn.state).toBe('done')
  expect(callsOf(turn)[0]).toMatchObject({ state: 'done', allowedBy: 'person-once', result: { isError: false } })
  expect(textOf(turn)).toContain('Shanghai')
  expect(turn.route?.servers[0]?.server).toBe('weather')
  expect(turn.usage).toEqual({ input: 50, output: 15, cached: 4 })
})
