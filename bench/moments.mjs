/** Now, in epoch milliseconds with fractions: the same for processes and pages of one machine, to some tenths. */
export function epochMs() {
  return performance.timeOrigin + performance.now()
}

/** What a measured answer says of itself, as it comes: see `chat-servers.mjs`. */
export class Moments {
  /** From the model's last word of its call to the tool. */
  callMs = Number.NaN
  /** Of each piece, from being written to being here. @type {number[]} */
  pieceMs = []
  #rest = ''

  /** @param {string} text What came now. @param {number} [at] When. */
  take(text, at = epochMs()) {
    const words = (this.#rest + text).split(' ')
    this.#rest = words.pop() ?? ''
    for (const word of words) {
      const [kind, value] = word.split(':')
      if (kind === 'call') this.callMs = Number(value)
      else if (kind === 'at') this.pieceMs.push(at - Number(value))
    }
  }
}
