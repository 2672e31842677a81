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

const wire: Wire = {
  paths: { ask: '/v1/chat/completions', models: '/v1/models' },
  models: (names) => ({
    object: 'list',
    data: names.map((id) => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'scripted' })),
  }),
  asked({ messages, tools = [] }) {
    const last = messages.findLastIndex(({ role }: Json) => role === 'user')
    const calls = messages.flatMap(({ tool_calls = [] }: Json) => tool_calls)
    const nameOf = (id: string) => calls.find((call: Json) => call.id === id)?.function.name ?? ''
    return {
      question: textIn(messages[last]?.content),
      results: messages
        .slice(last + 1)
        .filter(({ role }: Json) => role === 'tool')
        .map(({ tool_call_id, content }: Json) => ({
          name: nameOf(tool_call_id),
          text: textIn(content),
          isError: false,
        })),
      tools: tools.map(({ function: { name, description, parameters } }: Json) => ({
        name,
        description,
        schema: parameters,
      })),
    }
  },
  *events(reply, id) {
    const { piece, reasoning = '', text = '', calls = [], usage } = reply
    const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) =>
      sse(undefined, {
        id: `chatcmpl-${id}`,
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model: 'scripted',
        choices: [{ index: 0, delta, finish_reason }],
        ...more,
      })
    yield chunk({ role: 'assistant', content: '' })
    if (reasoning) for (const part of pieces(reasoning, piece)) yield chunk({ reasoning_content: part })
    if (text) for (const part of pieces(text, piece)) yield chunk({ content: part })
    // The arguments of parallel calls come in turns.
    const open = calls.map(({ name, arguments: args }, index) => ({
      index,
      name,
      parts: [...pieces(argumentsText(args), piece)],
    }))
    for (const { index, name } of open)
      yield chunk({
        tool_calls: [
          { index, id: `call_${id}_${index}`, type: 'function', function: { name, arguments: '' } },
        ],
      })
    while (open.some(({ parts }) => parts.length > 0))
      for (const { index, parts } of open) {
        const part = parts.shift()
        if (part !== undefined) yield chunk({ tool_calls: [{ index, function: { arguments: part } }] })
      }
    if (reply.hang) return
    yield chunk({}, reply.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'))
    if (usage)
      yield sse(undefined, {
        id: `chatcmpl-${id}`,
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model: 'scripted',
        choices: [],
        usage: {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
          prompt_tokens_details: { cached_tokens: usage.cached ?? 0 },
        },
      })
    yield sse(undefined, '[DONE]')
  },
  failure: (status, message) => ({
    error: { message, type: status === 429 ? 'rate_limit_exceeded' : 'invalid_request_error', code: null },
  }),
}

/** Speaks OpenAI's chat completions. */
export function scriptedOpenai(script: Script): ScriptedModel {
  return new ScriptedModel(wire, script, ['scripted-large', 'scripted-small'])
}
