import { Fault } from '../../shared/contract/fault'

/** Reads server-sent events as the REST door writes them: `message` carries a value, `error` and `done` end it. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = fieldOf(block, 'event')
      const data = fieldOf(block, 'data')
      if (event === 'done') return
      if (event === 'error') throw new Fault('internal', `The stream broke: ${data}`)
      if (event === 'message' && data !== '') yield JSON.parse(data)
    }
  }
}

function fieldOf(block: string, name: string): string {
  const prefix = `${name}:`
  const lines = block.split('\n').filter((line) => line.startsWith(prefix))
  return lines.map((line) => line.slice(prefix.length).trimStart()).join('\n')
}
