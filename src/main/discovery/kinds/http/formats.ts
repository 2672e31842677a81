import { isFields } from '../../fields'
import { fileIssue, issueAt } from '../../issue'
import { parseJsonText } from '../../json-text'
import type { Answer, Format, Listed } from './format'
import { cardFormat, catalogFormat, describedFormat } from './format-card'
import { originalFormat } from './format-original'
import { registryFormat } from './format-registry'
import { entriesMax, noList, PageRefused, tooMany } from './page-issue'

/** Every way to write a list that is understood; the first that fits counts, the original's takes what is left. */
const formats: readonly Format[] = [
  registryFormat,
  catalogFormat,
  describedFormat,
  cardFormat,
  originalFormat,
]

/** Where lists stand in what is understood. */
const listFields = ['servers', 'mcpServers', 'mcp_servers', 'entries']

export interface Understood extends Listed {
  readonly format: Format['name']
}

/** What an answer says. Throws `PageRefused`: as a miss where it is JSON of another kind. */
export async function understood(url: URL, text: string): Promise<Understood> {
  const answer: Answer = { url, text, value: valueIn(text) }
  // Counted before each entry is looked at.
  if (isTooLong(answer.value)) throw tooMany(url)
  const format = formats.find((each) => each.fits(answer))
  if (!format) throw noList(url)
  return { ...(await format.read(answer)), format: format.name }
}

function isTooLong(value: unknown): boolean {
  const lists = isFields(value) ? listFields.map((field) => value[field]) : [value]
  return lists.some((list) => lengthOf(list) > entriesMax)
}

function lengthOf(list: unknown): number {
  if (Array.isArray(list)) return list.length
  return isFields(list) ? Object.keys(list).length : 0
}

/** Says where and why a text is no JSON; as a miss where it does not even begin like a list. */
export function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const { lines, problem } = parseJsonText(text, false)
    const issue = problem
      ? fileIssue(problem.code, problem.message, problem.detail)
      : fileIssue('syntax', 'This is not JSON.', { reason: 'this is not JSON' })
    const offset = problem?.offset ?? null
    throw new PageRefused(offset === null ? issue : issueAt(lines, offset, issue), {
      isMiss: !/^\s*[[{]/u.test(text),
    })
  }
}
