import { Fault } from '../../shared/contract/fault'
import type { Elicitation } from '../../shared/contract/turns'
import type { ElicitAnswer } from '../connections/connections'

/** A person's answer, if it is one to what was asked. Throws Fault invalid. */
export function checkedAnswer({ wants }: Elicitation, { action, content }: ElicitAnswer): ElicitAnswer {
  if (action !== 'accept' || wants.mode === 'url') {
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
