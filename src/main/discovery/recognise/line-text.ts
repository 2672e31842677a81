import type { Remark } from '../../../shared/contract/recognise'
import { addCommandIn, commandIn } from './command-text'
import { type Found, found, foundValues } from './found'

/** Lines looked at; longer lists belong into a file. */
const linesMax = 200

const machine =
  /^(?:localhost|(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}\d-]{2,63})(?::\d{1,5})?$/iu

/** An address, a command line, the name of a machine, or several of the first two, one on each line. */
export function linesIn(text: string): Found | undefined {
  const whole = lineIn(text)
  if (whole) return whole
  const lines = text
    .replaceAll(/[\\^`]\r?\n\s*/gu, ' ')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || lines.length > linesMax) return undefined
  const [only] = lines
  if (lines.length === 1) return only === text ? undefined : lineIn(only ?? '')
  const entries = lines.map((line) => addressIn(line)?.entry ?? commandIn(line))
  if (!entries.every((entry) => entry !== undefined)) return undefined
  return foundValues('lines', entries, { guessesNames: true })
}

function lineIn(text: string): Found | undefined {
  const added = addCommandIn(text)
  if (added) return added
  if (machine.test(text)) return found('domain', { host: text, detail: { host: text } })
  const address = addressIn(text)
  if (address) return foundValues('url', [address.entry], { remarks: address.remarks, guessesNames: true })
  const command = commandIn(text)
  return command && foundValues('command', [command], { guessesNames: true })
}

/** With its scheme, or without one where a path follows the machine. */
function addressIn(text: string): { entry: { url: string }; remarks: Remark[] } | undefined {
  if (/^https?:\/\//iu.test(text) && !/[\r\n]/u.test(text) && !/\s\S/u.test(text))
    return { entry: { url: text }, remarks: [] }
  const [host = '', ...path] = text.split('/')
  if (path.length === 0 || !machine.test(host) || /\s/u.test(text)) return undefined
  const scheme = /^localhost\b|^127\./iu.test(host) ? 'http' : 'https'
  return {
    entry: { url: `${scheme}://${text}` },
    remarks: [{ code: 'scheme-assumed', detail: { scheme } }],
  }
}
