import { useState } from 'react'
import { useRoll } from '../bridge/bridge'
import { type Draft, documentOf } from './draft'
import { type FormPlace, startingAt, withPasteIn } from './draft-start'
import { useFormDrafts } from './form-drafts'
import { type Pasted, readPasted } from './pasted'
import { suggestName } from './suggest-name'

/** The form's content: kept while it differs from what it began with, and back when the form is opened again. */
export function useForm(parts: {
  key: string
  given: Draft
  place: FormPlace | undefined
  fixedKind: boolean
}) {
  const { key, given, place, fixedKind } = parts
  const { forms, keep, drop } = useFormDrafts()
  const [returned, setReturned] = useState(() => forms[key])
  const [draft, setDraft] = useState(() => startingAt(returned?.draft ?? given, place))
  const [list, setList] = useState<string>()
  const roll = useRoll()
  const before = returned?.before ?? given
  const taken = new Set(roll?.servers.map(({ name }) => name))
  const suggested = fixedKind ? '' : suggestName(draft, taken)

  const change = (next: Draft) => {
    setDraft(next)
    if (sameForm(next, before)) drop(key)
    else keep(key, { before, draft: next })
  }
  return {
    draft,
    before,
    /** The name the server gets where none is typed. */
    suggested,
    /** The draft as it is sent. */
    ready: draft.name.trim() === '' ? { ...draft, name: suggested } : draft,
    /** True while the form shows what was typed into an earlier one. */
    isBack: returned !== undefined,
    /** A file's text that was pasted, for the import to look at. */
    list,
    change: (part: Partial<Draft>) => change({ ...draft, ...part }),
    startOver: () => {
      drop(key)
      setReturned(undefined)
      setDraft(given)
    },
    /** Nothing of it is to come back. */
    done: () => drop(key),
    paste: (text: string, asCommand: boolean): boolean => {
      const pasted: Pasted | null = readPasted(text, asCommand)
      if (pasted === null) return false
      const next = withPasteIn(draft, pasted, fixedKind)
      if (next) change(next)
      else if (fixedKind || pasted.kind === 'url' || pasted.kind === 'command') return false
      else
        setList(
          pasted.kind === 'list' ? pasted.text : JSON.stringify({ servers: [pasted.document] }, null, 2),
        )
      return true
    },
  }
}

/** Whether two drafts would be sent alike. The kind counts: choosing it is work, too, once something was typed. */
function sameForm(one: Draft, other: Draft): boolean {
  return JSON.stringify(documentOf(one)) === JSON.stringify(documentOf(other))
}
