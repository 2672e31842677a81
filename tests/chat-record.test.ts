import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConversationEvent } from '../src/shared/contract/chat'
import { ChatRoom, calling, callsOf, textOf, toolbox } from './chat-room'
import { testHost } from './host'
import type { ScriptedModel } from './servers/scripted-model'
import { scriptedOpenai } from './servers/scripted-openai'

let room: ChatRoom
let model: ScriptedModel

beforeEach(async () => {
  room = await new ChatRoom().start()
  model = await scriptedOpenai(() => ({
    text: '上海今天多云，最高 17 °C。',
    usage: { input: 3, output: 4 },
  })).start()
  await room.choose(model)
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
})

test('conversations are named by their first question, found by words of both languages, renamed and brought back', async () => {
  const { chat } = room.client
  const weather = await room.begin()
  await room.ask(weather, '今天上海的天气怎么样？\n谢谢')
  model.script = () => ({ text: 'There are 100% of three late orders.' })
  const orders = await room.begin()
  await room.ask(orders, 'Which orders are late?')
  const titles = async (text?: string) =>
    (await chat.conversations(text === undefined ? {} : { text })).map(({ title }) => title)
  expect(await titles()).toEqual(['Which orders are late?', '今天上海的天气怎么样？ 谢谢'])
  for (const words of ['天气', '多云', '云', '上海 17', '最高 17 °C'])
    expect(await titles(words), words).toEqual(['今天上海的天气怎么样？ 谢谢'])
  for (const words of ['LATE', 'three late', '100%', 'or'])
    expect(await titles(words), words).toEqual(['Which orders are late?'])
  for (const words of ['1_0', '%', '"late" OR', '晴天'])
    expect((await titles(words)).length, words).toBe(words === '%' ? 1 : 0)
  expect((await chat.conversations({ text: '多云' }))[0]?.excerpt).toContain('今天多云')
  await chat.change({ params: { conversation: orders }, body: { title: 'Orders' } })
  expect(await titles('orders')).toEqual(['Orders'])

  await chat.remove({ conversation: orders })
  expect(await titles('late')).toEqual([])
  await expect(chat.conversation({ conversation: orders })).rejects.toMatchObject({ code: 'not-found' })
  await chat.restore({ conversation: orders })
  expect(await titles('late')).toEqual(['Orders'])
  await chat.remove({ conversation: orders })
  await room.restart()
  await expect(room.client.chat.restore({ conversation: orders })).rejects.toMatchObject({
    code: 'not-found',
  })
  const kept = await room.client.chat.conversation({ conversation: weather })
  expect(kept).toMatchObject({ tokens: 7, earlier: 0, state: 'idle' })
  expect(kept.turns.map(textOf)).toEqual(['上海今天多云，最高 17 °C。'])
})

test('what runs while Rollcall is killed is interrupted, and what was there is kept', async () => {
  await using tools = await toolbox()
  await room.add('tools', tools.url)
  const { chat } = room.client
  model.script = calling(['slow', { ms: 60_000 }], ['echo', { text: 'hi' }])
  const calls = await room.begin()
  const { id } = await chat.ask({ conversation: calls, text: 'be slow, then echo' })
  const asking = await room.until(calls, id, (turn) => callsOf(turn).filter(({ ask }) => ask).length === 2)
  const [slow] = callsOf(asking)
  await chat.decide({
    conversation: calls,
    decisions: [{ call: slow?.id ?? '', fingerprint: slow?.ask?.fingerprint ?? '', decision: 'once' }],
  })
  await room.until(calls, id, (turn) => callsOf(turn)[0]?.state === 'running')
  model.script = () => ({ text: 'A long story. '.repeat(2_000), everyMs: 2, piece: 14 })
  const story = await room.begin()
  const told = await chat.ask({ conversation: story, text: 'tell me a story' })
  // Told at 7 characters a millisecond at most, written every 500 ms: by now some of it is on disk.
  await room.until(story, told.id, (turn) => textOf(turn).length > 10_000)
  const fresh = await room.begin()
  model.script = () => ({ hang: true })
  await chat.ask({ conversation: fresh, text: 'just acknowledged' })

  // What a kill at this moment would leave.
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-killed-'))
  for (const part of ['', '-wal'])
    cpSync(join(room.host.dataDir, `rollcall.db${part}`), join(dataDir, `rollcall.db${part}`))
  const after = await new ChatRoom(testHost({ dataDir })).start()
  const turnsOf = async (conversation: string) =>
    (await after.client.chat.conversation({ conversation })).turns
  const [interrupted] = await turnsOf(calls)
  expect(interrupted?.state).toBe('interrupted')
  expect(interrupted && callsOf(interrupted)).toMatchObject([
    { state: 'lost', tool: 'slow' },
    { state: 'cancelled', tool: 'echo', ask: null },
  ])
  const [half] = await turnsOf(story)
  expect(half?.state).toBe('interrupted')
  expect(half && textOf(half).length).toBeGreaterThan(500)
  expect(await turnsOf(fresh)).toMatchObject([
    { question: 'just acknowledged', state: 'interrupted', parts: [] },
  ])
  // It goes on.
  await after.client.models.list()
  await after[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true, force: true })
})

test('whoever follows a conversation sees each character once, and the same as whoever asks later', async () => {
  const { chat } = room.client
  const text = '今天多云 with sun 🌤 '.repeat(200)
  model.script = () => ({ text, piece: 5, everyMs: 1 })
  const conversation = await room.begin()
  const ending = new AbortController()
  const events = await chat.follow({ conversation }, { signal: ending.signal })
  const seen: ConversationEvent[] = []
  const { id } = await chat.ask({ conversation, text: 'hello' })
  let said = ''
  for await (const event of events) {
    seen.push(event)
    if (event.kind === 'turn') said = textOf(event.turn)
    if (event.kind === 'snapshot') said = event.conversation.turns.map(textOf).join('')
    if (event.kind === 'text') {
      expect(event.at).toBe(said.length)
      said += event.text
    }
    if (event.kind === 'turn' && event.turn.state === 'done') break
  }
  ending.abort()
  expect(said).toBe(text)
  expect(seen.some(({ kind }) => kind === 'text')).toBe(true)
  expect(textOf(await room.over(conversation, id))).toBe(text)
})

test('an end of Rollcall ends what runs first, and keeps it', async () => {
  model.script = () => ({ text: 'So far.', hang: true })
  const conversation = await room.begin()
  const { id } = await room.client.chat.ask({ conversation, text: 'hello' })
  await room.until(conversation, id, (turn) => textOf(turn) === 'So far.')
  await room.restart()
  const { turns } = await room.client.chat.conversation({ conversation })
  expect(turns).toMatchObject([{ state: 'stopped' }])
  expect(turns.map(textOf)).toEqual(['So far.'])
})

test('an export has all of a conversation, framed so that no result gets out of its frame', async () => {
  await using tools = await toolbox()
  await room.add('tools', tools.url)
  const { chat } = room.client
  const text = 'before\n```\n# not a heading of ours\n```\nafter \u202e'
  model.script = calling(['echo', { text }])
  const conversation = await room.begin()
  const { id } = await chat.ask({ conversation, text: 'echo: this' })
  await room.decide(conversation, id, 'once')
  await room.over(conversation, id)
  const markdown = await chat.export({ conversation, format: 'markdown' })
  expect(markdown.name).toBe('echo this.md')
  expect(markdown.text).toContain('# echo: this')
  expect(markdown.text).toContain('**`tools.echo`** (done)')
  expect(markdown.text).toContain('````\nbefore\n```\n# not a heading of ours\n```\nafter \\u{202e}\n````')
  const json = await chat.export({ conversation, format: 'json' })
  const { turns } = JSON.parse(json.text)
  expect(turns[0].parts.find((part: { kind: string }) => part.kind === 'call').result.content).toEqual([
    { type: 'text', text },
  ])
})
