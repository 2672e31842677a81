import type { Place } from './answer-trouble'
import { ModelTrouble } from './model-trouble'

const answerBytesMax = 64 * 1_024 * 1_024
/** How far back is looked for the word of an end that two pieces of a stream share. */
const tailChars = 48
/** How each wire says that an answer is complete. */
const ending =
  /^data: ?\[DONE\]|"finish_reason" ?: ?"|"finishReason" ?: ?"|"type" ?: ?"(?:message_stop|error)"|^event: ?error|"error" ?: ?[{"]/mu

/**
 * An answer that fails where it is larger than Rollcall takes or, as a stream, ends before it is complete: a connection
 * that is closed in good order looks like the end of an answer, and is none.
 */
export function wholeAnswer(
  body: ReadableStream<Uint8Array>,
  isStream: boolean,
  place: Place,
): ReadableStream<Uint8Array> {
  const { provider, model, address } = place
  const decoder = new TextDecoder()
  let bytes = 0
  let tail = ''
  let isComplete = !isStream
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length
        if (bytes > answerBytesMax)
          throw new ModelTrouble('unusable-answer', {
            provider,
            model,
            address,
            reason: tooMuch(answerBytesMax),
          })
        if (!isComplete) {
          const text = tail + decoder.decode(chunk, { stream: true })
          isComplete = ending.test(text)
          tail = text.slice(-tailChars)
        }
        controller.enqueue(chunk)
      },
      flush() {
        if (!isComplete) throw new ModelTrouble('cut', { provider, model, address })
      },
    }),
  )
}

/** At most so much of a body, as text; `isWhole` is false where there was more. Closes what it leaves. */
export async function textOf(
  response: Response,
  bytesMax: number,
): Promise<{ text: string; isWhole: boolean }> {
  const reader = response.body?.getReader()
  if (!reader) return { text: '', isWhole: true }
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { text: text + decoder.decode(), isWhole: true }
    const room = bytesMax - bytes
    bytes += value.length
    text += decoder.decode(value.subarray(0, room), { stream: true })
    if (bytes > bytesMax) {
      // How closing goes changes nothing any more.
      await reader.cancel().catch(() => {})
      return { text, isWhole: false }
    }
  }
}

export function tooMuch(bytes: number): string {
  return `> ${bytes / 1_024 / 1_024} MB`
}
