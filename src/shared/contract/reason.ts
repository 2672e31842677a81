import type { z } from 'zod'

/*
 * Why something is refused, as the end of a sentence: `priority` + "is not a whole number". Stable: the window has each
 * in its languages.
 */

/** Why a field is refused, as the end of a sentence that begins with the field. */
export function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return typeReason(issue)
  if (issue.code === 'too_big')
    return issue.origin === 'array' ? 'has too many items' : sizeReason(issue.origin, 'big')
  if (issue.code === 'too_small') return sizeReason(issue.origin, 'small')
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'has a name that is not allowed'
  if (issue.code === 'invalid_value') return 'is not a kind Rollcall knows'
  return issue.message
}

function sizeReason(origin: string, side: 'big' | 'small'): string {
  if (origin === 'string') return side === 'big' ? 'is too long' : 'is empty'
  return side === 'big' ? 'is too large' : 'is too small'
}

function typeReason(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message.endsWith('received undefined')) return 'is missing'
  return expected[issue.expected] ?? 'is of the wrong type'
}

const expected: Readonly<Record<string, string>> = {
  string: 'is not a text',
  number: 'is not a number',
  int: 'is not a whole number',
  boolean: 'is not true or false',
  array: 'is not a list',
  object: 'is not an object',
  record: 'is not an object',
}

/** Why a text is not JSON, by the name the parser has for it. */
export const syntaxReasons: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not a JSON value',
  InvalidNumberFormat: 'this is not a JSON number',
  PropertyNameExpected: 'a quoted name is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'something follows the end of the document',
  InvalidCommentToken: 'a comment is not allowed here',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed',
  UnexpectedEndOfNumber: 'a number is not complete',
  InvalidUnicode: 'this is not a Unicode escape',
  InvalidEscapeCharacter: 'this is not an escape JSON knows',
  InvalidCharacter: 'this character may not stand in a JSON text',
}
