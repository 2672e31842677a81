import { datesIn } from './dates'
import { type Field, fieldsOf } from './form-fields'
import { Question } from './question-words'

/** What a form is filled from. */
export interface Words {
  readonly question: string
  /** Words of it that found the tool, and so are not what the tool is to work on. */
  readonly known: readonly string[]
  readonly now: Date
}

/**
 * A tool's form with what the words say: values they name, numbers, dates, addresses, what stands in quotes, and for the
 * one text a tool needs what is left of them where that can be nothing else. What they do not say is missing, never guessed.
 */
export function filledForm(
  schema: Record<string, unknown>,
  { question, known, now }: Words,
): { arguments: Record<string, unknown>; missing: string[] } {
  const fields = fieldsOf(schema)
  const said = new Question(question, known)
  const args: Record<string, unknown> = {}
  const open = () => fields.filter(({ name }) => !Object.hasOwn(args, name))
  const fill = (fits: (field: Field) => boolean, value: (field: Field) => unknown) => {
    for (const field of open().filter(fits)) {
      const found = value(field)
      if (found !== undefined) args[field.name] = found
    }
  }
  fill(
    ({ values }) => values.length > 0,
    ({ values }) => said.named(values),
  )
  const dates = datesIn(question, now)
  fill(
    ({ kind }) => kind === 'date' || kind === 'date-time',
    ({ kind }) => dates.shift()?.[kind === 'date' ? 'day' : 'moment'],
  )
  fill(
    ({ kind }) => kind === 'url',
    () => said.url(),
  )
  fill(
    ({ kind }) => kind === 'email',
    () => said.email(),
  )
  fill(
    ({ kind }) => kind === 'path',
    () => said.path(),
  )
  fill(
    ({ kind }) => kind === 'number',
    (field) => said.numberBy(field),
  )
  const numbers = open().filter(({ kind, isRequired }) => kind === 'number' && isRequired)
  if (said.numbers.length === numbers.length)
    for (const field of numbers) {
      const number = said.numberFor(field)
      if (number !== undefined) args[field.name] = number
    }
  const texts = () => open().filter(({ kind, isRequired }) => kind === 'text' && isRequired)
  for (const field of texts()) {
    const quote = said.quote()
    if (quote !== undefined) args[field.name] = quote
  }
  const [only, ...others] = texts()
  if (only && others.length === 0) {
    const rest = said.rest(only)
    if (rest !== undefined) args[only.name] = only.isList ? [rest] : rest
  }
  return {
    arguments: args,
    missing: open()
      .filter(({ isRequired }) => isRequired)
      .map(({ name }) => name),
  }
}
