import { Fault } from '../../../shared/contract/fault'
import type { ProviderDraft } from '../../../shared/contract/models'
import { addressesOf } from './addresses'
import { checkKey } from './keys'
import { kindNamed, type ProviderKind, plainKind } from './known-providers'
import type { ProviderRow } from './provider-table'

/** What is given of a provider, of one that is kept or one that is tried. */
export type Given = Pick<ProviderRow, 'kind' | 'name' | 'baseUrl'>

/** What a draft says, over what was. Throws Fault invalid, for its key as well. */
export function givenIn(draft: ProviderDraft, before: ProviderRow | undefined): Given {
  const kind = kindNamed(draft.kind)
  if (!kind) {
    const message = 'is not a kind Rollcall knows'
    throw new Fault('invalid', `This cannot be done: kind ${message}.`, {
      issues: [{ path: 'kind', message }],
    })
  }
  const was = before?.kind === draft.kind ? before : undefined
  const baseUrl = draft.baseUrl || (was?.baseUrl ?? kind.baseUrl)
  addressesOf(baseUrl, kind.wire)
  if (draft.key) checkKey(draft.key)
  return { kind: kind.kind, name: draft.name ?? was?.name ?? kind.name.en, baseUrl }
}

/** One that is no longer known is spoken to as most are. */
export function kindOf({ kind }: Given): ProviderKind {
  return kindNamed(kind) ?? plainKind
}

export function originOf(given: Given): string {
  return new URL(addressesOf(given.baseUrl, kindOf(given).wire)[0]).origin
}
