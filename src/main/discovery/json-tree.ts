import { setImmediate as nextTurn } from 'node:timers/promises'
import { createScanner, type Node } from 'jsonc-parser'

/** So many tokens are read before everything else has its turn. */
const tokensAtOnce = 4_000

/** The scanner's numbers: an ambient `const enum` is no value here. */
const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineBreak: 14,
  space: 15,
  end: 17,
} as const

/**
 * The tree `jsonc-parser` makes of a text, grown some tokens at a time, so that nobody waits for a long one. Null where
 * the text is anything but plain JSON of at most `depthMax` levels: that parser then says why.
 */
export async function treeOf(text: string, depthMax: number): Promise<Node | null> {
  const scanner = createScanner(text, false)
  const tree = new GrowingTree(depthMax)
  for (let count = 1; ; count++) {
    const kind = scanner.scan() as number
    if (kind === token.end) return tree.whole
    if ((scanner.getTokenError() as number) !== 0) return null
    if (kind !== token.space && kind !== token.lineBreak) {
      const place = { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() }
      if (!tree.take(kind, place, scanner.getTokenValue())) return null
    }
    if (count % tokensAtOnce === 0) await nextTurn()
  }
}

type Place = Pick<Node, 'offset' | 'length'>

/** What may follow; `…-or-end` also ends what is open. */
type Next = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

/** A node that is not at its end. */
type Growing = { -readonly [part in keyof Node]: Node[part] }

class GrowingTree {
  readonly #depthMax: number
  #root: Node | null = null
  /** The innermost array, object or property that is not at its end. */
  #open: Growing | undefined
  #depth = 0
  #next: Next = 'value'

  constructor(depthMax: number) {
    this.#depthMax = depthMax
  }

  get whole(): Node | null {
    return this.#next === 'nothing' ? this.#root : null
  }

  /** False where this may not stand here. */
  take(kind: number, place: Place, text: string): boolean {
    if (kind === token.closeBrace || kind === token.closeBracket) return this.#close(kind, place)
    if (kind === token.comma) return this.#separate()
    if (kind === token.colon) return this.#colon(place)
    if (kind === token.string && (this.#next === 'key' || this.#next === 'key-or-end')) {
      const property = this.#add({ type: 'property', ...place, length: -1, children: [] })
      property.children?.push({ type: 'string', value: text, ...place, parent: property })
      this.#open = property
      this.#next = 'colon'
      return true
    }
    return (this.#next === 'value' || this.#next === 'value-or-end') && this.#value(kind, place, text)
  }

  #value(kind: number, place: Place, text: string): boolean {
    if (kind === token.openBrace || kind === token.openBracket) {
      if (++this.#depth > this.#depthMax) return false
      const isList = kind === token.openBracket
      this.#open = this.#add({ type: isList ? 'array' : 'object', ...place, length: -1, children: [] })
      this.#next = isList ? 'value-or-end' : 'key-or-end'
      return true
    }
    if (kind === token.string) this.#add({ type: 'string', ...place, value: text })
    else if (kind === token.number) this.#add({ type: 'number', ...place, value: Number(text) })
    else if (kind === token.null) this.#add({ type: 'null', ...place, value: null })
    else if (kind === token.true || kind === token.false)
      this.#add({ type: 'boolean', ...place, value: kind === token.true })
    else return false
    this.#ended(place.offset + place.length)
    return true
  }

  #close(kind: number, { offset, length }: Place): boolean {
    const node = this.#open
    const first = kind === token.closeBrace ? 'key-or-end' : 'value-or-end'
    const isOpen = node?.type === (kind === token.closeBrace ? 'object' : 'array')
    if (!node || !isOpen || (this.#next !== first && this.#next !== 'comma-or-end')) return false
    this.#depth--
    node.length = offset + length - node.offset
    this.#open = node.parent
    this.#ended(offset + length)
    return true
  }

  #separate(): boolean {
    if (this.#next !== 'comma-or-end') return false
    this.#next = this.#open?.type === 'array' ? 'value' : 'key'
    return true
  }

  #colon({ offset }: Place): boolean {
    if (this.#next !== 'colon' || !this.#open) return false
    this.#open.colonOffset = offset
    this.#next = 'value'
    return true
  }

  #add(node: Growing): Growing {
    if (this.#open) {
      node.parent = this.#open
      this.#open.children?.push(node)
    } else this.#root = node
    return node
  }

  /** A value has ended, and with it the property it is of. */
  #ended(end: number): void {
    if (this.#open?.type === 'property') {
      this.#open.length = end - this.#open.offset
      this.#open = this.#open.parent
    }
    this.#next = this.#open ? 'comma-or-end' : 'nothing'
  }
}
