import {
  argumentsText,
  type Json,
  pieces,
  type Script,
  ScriptedModel,
  sse,
  textIn,
  type Wire,
} from './scripted-model.ts'

const kinds: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

const wire: Wire = {
  paths: { ask: '/v1/messages', models: '/v1/models' },
  models: (names) => ({
    data: names.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: names[0],
    last_id: names.at(-1),
  }),
  asked({ messages, tools = [] }) {
    const isQuestion = ({ role, content }: Json) =>
      role === 'user' && (typeof content === 'string' || content.some(({ type }: Json) => type === 'text'))
    const last = messages.findLastIndex(isQuestion)
    const blocks = messages.flatMap(({ content }: Json) => (typeof content === 'string' ? [] : content))
    const nameOf = (id: string) =>
      blocks.find((block: Json) => block.type === 'tool_use' && block.id === id)?.name ?? ''
    return {
      question: textIn(messages[last]?.content),
      results: messages
        .slice(last + 1)
        .flatMap(({ content }: Json) => (typeof content === 'string' ? [] : content))
        .filter(({ type }: Json) => type === 'tool_result')
        .map(({ tool_use_id, content, is_error }: Json) => ({
          name: nameOf(tool_use_id),
          text: textIn(content),
          isError: is_error === true,
        })),
      tools: tools.map(({ name, description, input_schema }: Json) => ({
        name,
        description,
        schema: input_schema,
      })),
    }
  },
  *events(reply, id) {
    const { piece, reasoning = '', text = '', calls = [], usage = { input: 0, output: 0 } } = reply
    const event = (type: string, data: object) => sse(type, { type, ...data })
    let index = 0
    function* block(start: object, deltas: Iterable<object>) {
      yield event('content_block_start', { index, content_block: start })
      for (const delta of deltas) yield event('content_block_delta', { index, delta })
      yield event('content_block_stop', { index })
      index += 1
    }
    yield event('message_start', {
      message: {
        id: `msg_${id}`,
        type: 'message',
        role: 'assistant',
        model: 'scripted',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: usage.input,
          cache_read_input_tokens: usage.cached ?? 0,
          cache_creation_input_tokens: 0,
          output_tokens: 1,
        },
      },
    })
    yield event('ping', {})
    if (reasoning)
      yield* block({ type: 'thinking', thinking: '', signature: '' }, [
        ...Array.from(pieces(reasoning, piece), (thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: 'c2lnbmVk' },
      ])
    if (text)
      yield* block(
        { type: 'text', text: '' },
        pieces(text, piece).map((part) => ({ type: 'text_delta', text: part })),
      )
    for (const [at, { name, arguments: args }] of calls.entries())
      yield* block(
        { type: 'tool_use', id: `toolu_${id}_${at}`, name, input: {} },
        pieces(argumentsText(args), piece).map((partial_json) => ({
          type: 'input_json_delta',
          partial_json,
        })),
      )
    if (reply.hang) return
    yield event('message_delta', {
      delta: {
        stop_reason: reply.finish ?? (calls.length > 0 ? 'tool_use' : 'end_turn'),
        stop_sequence: null,
      },
      usage: { output_tokens: usage.output },
    })
    yield event('message_stop', {})
  },
  failure: (status, message) => ({
    type: 'error',
    error: { type: kinds[status] ?? 'api_error', message },
  }),
}

/** Speaks Anthropic's messages. */
export function scriptedAnthropic(script: Script): ScriptedModel {
  return new ScriptedModel(wire, script, ['claude-scripted'])
}
