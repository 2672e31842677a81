import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser'

/** How a file is laid out. */
export interface Style {
  readonly eol: '\n' | '\r\n'
  readonly indent: string
}

/**
 * A JSON text with one value set, added or (with `undefined`) taken away; every other byte stays, and comments stay
 * beside what they were written for. Objects missing on the way are made. The text has an object at its top.
 */
export function withJsonValue(text: string, path: readonly string[], value: unknown, style: Style): string {
  const root = parseTree(text, [], { allowTrailingComma: true })
  if (value === undefined || !root) return applyEdits(text, modify(text, [...path], value, {}))
  const there = findNodeAtLocation(root, [...path])
  if (there) {
    const before = text.slice(there.offset, there.offset + there.length)
    const written = before.includes('\n')
      ? inLines(value, indentAt(text, there.offset), style)
      : inOneLine(value)
    return replaced(text, there.offset, there.length, written)
  }
  let depth = path.length - 1
  while (depth > 0 && findNodeAtLocation(root, path.slice(0, depth))?.type !== 'object') depth -= 1
  const parent = findNodeAtLocation(root, path.slice(0, depth)) ?? root
  const inside = path.slice(depth + 1).reduceRight<unknown>((part, step) => ({ [step]: part }), value)
  return withProperty(text, parent, path[depth] ?? '', inside, style)
}

function withProperty(text: string, parent: Node, name: string, value: unknown, style: Style): string {
  const last = parent.children?.at(-1)
  const first = parent.children?.[0]
  const key = `${JSON.stringify(name)}: `
  if (!first || !last) return withFirst(text, parent, key, value, style)
  const end = last.offset + last.length
  if (!text.slice(parent.offset, first.offset).includes('\n'))
    return replaced(text, end, 0, `, ${key}${inOneLine(value)}`)
  const indent = indentAt(text, first.offset)
  // A comment behind the last one stays behind it; where a comma ends the list, one does again.
  const [tail = '', comma, remark = ''] =
    /^(\s*,)?((?:[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/))*)/u.exec(text.slice(end)) ?? []
  const added = `${style.eol}${indent}${key}${inLines(value, indent, style)}${comma === undefined ? '' : ','}`
  return replaced(text, end, tail.length, `${comma ?? ','}${remark}${added}`)
}

function withFirst(text: string, parent: Node, key: string, value: unknown, style: Style): string {
  const outer = indentAt(text, parent.offset)
  const indent = outer + style.indent
  const inner = text.slice(parent.offset + 1, parent.offset + parent.length - 1)
  const added = `${style.eol}${indent}${key}${inLines(value, indent, style)}`
  // What stands inside already, a comment, goes on behind it.
  return inner.trim() === ''
    ? replaced(text, parent.offset + 1, inner.length, `${added}${style.eol}${outer}`)
    : replaced(text, parent.offset + 1, 0, added)
}

function replaced(text: string, offset: number, length: number, by: string): string {
  return text.slice(0, offset) + by + text.slice(offset + length)
}

/** What the line begins with. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/u.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''
}

function inLines(value: unknown, outer: string, { eol, indent }: Style): string {
  return JSON.stringify(value, null, indent).replaceAll('\n', `${eol}${outer}`)
}

function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([name, part]) => `${JSON.stringify(name)}: ${inOneLine(part)}`).join(', ')} }`
}
