import type { ModelError } from '../../../shared/contract/models'
import en from '../../../shared/text/en.json'

/** A model did not answer, for a reason known where it is thrown. */
export class ModelTrouble extends Error {
  override readonly name = 'ModelTrouble'
  readonly error: ModelError

  constructor(code: ModelError['code'], detail: ModelError['detail'] = {}) {
    const error = describe(code, detail)
    super(error.message)
    this.error = error
  }
}

/** The code, the English sentence and its values. */
export function describe(code: ModelError['code'], detail: ModelError['detail']): ModelError {
  const message = en.model[code].replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(detail[name] ?? '?'))
  return { code, message, detail }
}
