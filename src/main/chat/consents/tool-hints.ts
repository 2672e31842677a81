import type { Ask } from '../../../shared/contract/consents'
import type { Tool } from '../../../shared/contract/tools'

/** What a server says of its tool; without a word it may destroy (the protocol's own default). */
export function hintsOf({ annotations }: Tool): Pick<Ask, 'readOnlyHint' | 'destructiveHint'> {
  const readOnlyHint = annotations?.readOnlyHint === true
  return { readOnlyHint, destructiveHint: !readOnlyHint && annotations?.destructiveHint !== false }
}
