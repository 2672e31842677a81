import { answerMax } from '../../shared/contract/resources'

/** What may still cross of one answer, while its parts are taken over one after the other. */
export class AnswerBudget {
  #characters: number = answerMax.text
  #bytes: number = answerMax.bytes

  /** As much of a text as there is room for; never half of a surrogate pair. */
  text(whole: string): { readonly text: string; readonly cut: boolean } {
    const cut = whole.length > this.#characters
    const halved = cut && isHighSurrogate(whole.charCodeAt(this.#characters - 1))
    const text = cut ? whole.slice(0, Math.max(0, this.#characters - (halved ? 1 : 0))) : whole
    this.#characters -= text.length
    return { text, cut }
  }

  /** Base64 is useless in part: whole or not at all. `size` is in bytes. */
  blob(base64: string): { readonly blob?: string; readonly size: number; readonly cut: boolean } {
    const size = Buffer.byteLength(base64, 'base64')
    if (size > this.#bytes) return { size, cut: true }
    this.#bytes -= size
    return { blob: base64, size, cut: false }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
