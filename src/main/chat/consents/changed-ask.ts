import type { Ask } from '../../../shared/contract/consents'
import type { Tool } from '../../../shared/contract/tools'
import { definitionOf, toolChange } from './tool-change'
import { hintsOf } from './tool-hints'

/** A tool that may run became another one since it was offered, or since it was asked. */
export function changedAsk(was: Tool, tool: Tool, fingerprint: string): Ask {
  return {
    reason: 'changed',
    fingerprint,
    ...hintsOf(tool),
    change: toolChange(definitionOf(was), definitionOf(tool)),
    strangers: [],
  }
}
