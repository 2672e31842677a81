import { createHash } from 'node:crypto'

/** OpenAI takes 64 characters, Gemini 63; both letters, digits, `_` and `-`, and the latter a letter first. */
const nameMax = 63
const markLength = 8
const legal = /^[A-Za-z][A-Za-z0-9_-]*$/

/**
 * The name a model knows a tool by: legal for every provider, told apart by its server, and the same in every turn and
 * whatever else is offered. What had to be bent to be legal has a mark of its own.
 */
export function toolName(server: string, tool: string): string {
  const plain = `${server}__${tool}`
  if (
    legal.test(plain) &&
    plain.length <= nameMax &&
    !plain.includes('___') &&
    plain.split('__').length === 2
  )
    return plain
  const mark = createHash('sha256')
    .update(JSON.stringify([server, tool]))
    .digest('hex')
    .slice(0, markLength)
  const most = nameMax - markLength - 4
  const ofTool = bent(tool).slice(0, most - 12)
  const ofServer = bent(server).slice(0, most - ofTool.length)
  const start = /^[A-Za-z]/.test(ofServer) ? ofServer : `s${ofServer}`.slice(0, most - ofTool.length)
  return `${start}__${ofTool}__${mark}`
}

function bent(name: string): string {
  return name
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_|_$/g, '')
}
