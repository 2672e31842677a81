/** What a form is filled from. */
export interface Words {
  readonly question: string
  /** Words of it that found the tool, and so are not what the tool is to work on. */
  readonly known: readonly string[]
  readonly now: Date
}

export function filledForm(
  schema: Record<string, unknown>,
  _words: Words,
): { arguments: Record<string, unknown>; missing: string[] } {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  return { arguments: {}, missing: required }
}
