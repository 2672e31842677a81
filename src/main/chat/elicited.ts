import { Fault } from '../../shared/contract/fault'
import type { Elicitation } from '../../shared/contract/turns'
import type { ElicitAnswer } from '../connections/connections'
import type { RunningTurn } from './running-turn'

/** Gives a server what a person answered. Throws Fault not-found, invalid. */
export function answerElicited(running: RunningTurn | undefined, id: string, given: ElicitAnswer): void {
  const asked = running?.elicited(id)
  if (!running || !asked)
    throw new Fault('not-found', `No server asks with ${id}.`, { kind: 'elicitation', name: id })
  running.answer(id, checkedAnswer(asked, given))
}

function checkedAnswer({ wants }: Elicitation, { action, content }: ElicitAnswer): ElicitAnswer {
  if (action !== 'accept' || wants.mode !== 'form') {
    if (content !== undefined) throw unfit('content', 'goes with the acceptance of a form only')
    return { action }
  }
  const { required } = wants.schema
  const given = content ?? {}
  for (const name of (Array.isArray(required) ? required : []).map(String))
    if (!Object.hasOwn(given, name) && !hasDefault(wants.schema, name))
      throw unfit(`content.${name}`, 'is missing')
  return { action, content: given }
}

/** What is left out is then as the form has it. */
function hasDefault({ properties }: Record<string, unknown>, name: string): boolean {
  if (typeof properties !== 'object' || properties === null || !Object.hasOwn(properties, name)) return false
  const field: unknown = (properties as Record<string, unknown>)[name]
  return typeof field === 'object' && field !== null && 'default' in field
}

function unfit(path: string, message: string): Fault {
  return new Fault('invalid', `This cannot be answered: ${path} ${message}.`, { issues: [{ path, message }] })
}
