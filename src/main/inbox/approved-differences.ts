import type { ApprovedDifference } from '../../shared/contract/inbox'
import { visibleExactly } from '../../shared/visible-text'
import { type ConsentSubject, fieldsOf, type SubjectField } from '../registry/consent-subject'

/** What is another thing than a person approved, field by field; every character visible, secrets masked. */
export function approvedDifferences(before: ConsentSubject, now: ConsentSubject): ApprovedDifference[] {
  const was = fieldsOf({ ...before, args: [] })
  const is = fieldsOf({ ...now, args: [] })
  const fields = [...new Set([...was, ...is].map(({ field }) => field))]
  const plain = fields.flatMap((field) => {
    const [one, other] = [was, is].map((side) => side.find((each) => each.field === field))
    return one?.kept === other?.kept ? [] : [difference(field, one?.shown, other?.shown)]
  })
  const command = plain.findIndex(({ field }) => field === 'command')
  return plain.toSpliced(command + 1, 0, ...argumentDifferences(before.args ?? [], now.args ?? []))
}

/** One argument more in the midst is one difference, not one for each that moved. */
function argumentDifferences(before: readonly string[], now: readonly string[]): ApprovedDifference[] {
  let start = 0
  while (start < Math.min(before.length, now.length) && before[start] === now[start]) start++
  let same = 0
  const most = Math.min(before.length, now.length) - start
  while (same < most && before.at(-1 - same) === now.at(-1 - same)) same++
  const was = before.slice(start, before.length - same)
  const is = now.slice(start, now.length - same)
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) =>
    difference(`args[${start + index}]`, was[index], is[index]),
  )
}

function difference(
  field: SubjectField['field'],
  before: string | undefined,
  after: string | undefined,
): ApprovedDifference {
  const shown = (text: string | undefined) => (text === undefined ? null : visibleExactly(text))
  return { field, before: shown(before), after: shown(after) }
}
