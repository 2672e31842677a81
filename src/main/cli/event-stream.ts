import { z } from 'zod'
import { Fault, FaultShape } from '../../shared/contract/fault'

/** A refusal as it ends a stream. */
const Refusal = z.object({ code: FaultShape.shape.code, message: z.string(), data: FaultShape.shape.detail })

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
      if (event === 'error') throw refusalOf(data)
      if (event === 'message' && data !== '') yield JSON.parse(data)
    }
  }
}

function refusalOf(data: string): Fault {
  try {
    const { code, message, data: detail } = Refusal.parse(JSON.parse(data))
    return new Fault(code, message, detail)
  } catch {
    return new Fault('internal', `The stream broke: ${data}`)
  }
}

function fieldOf(block: string, name: string): string {
  const prefix = `${name}:`
  const lines = block.split('\n').filter((line) => line.startsWith(prefix))
  return lines.map((line) => line.slice(prefix.length).trimStart()).join('\n')
}
