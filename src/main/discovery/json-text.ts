import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { syntaxReasons } from '../../shared/contract/reason'
import { Lines, type Place } from './lines'

/** Deepest nesting a document may have. */
export const depthMax = 64

/** Why a text is not a JSON document, and where. `offset` is null where the whole text is meant. */
interface JsonProblem {
  readonly code: 'empty' | 'syntax' | 'comments' | 'too-deep'
  readonly message: string
  readonly detail: Record<string, string | number>
  readonly offset: number | null
}

export type JsonText =
  | { readonly root: Node; readonly lines: Lines; readonly problem: null }
  | { readonly root: null; readonly lines: Lines; readonly problem: JsonProblem }

/**
 * Parses JSON into a tree that knows its places. Comments and trailing commas are taken only where `comments` is true,
 * which is what a file named `.jsonc` declares. Never throws, whatever the text: nesting is measured before the
 * recursive parser sees it.
 */
export function parseJsonText(text: string, comments: boolean): JsonText {
  const lines = new Lines(text)
  const refuse = (problem: JsonProblem): JsonText => ({ root: null, lines, problem })
  if (text.trim() === '')
    return refuse({ code: 'empty', message: 'The file is empty.', detail: {}, offset: null })

  const survey = surveyTokens(text)
  if (survey.tooDeepAt !== null)
    return refuse({
      code: 'too-deep',
      message: `The document is nested deeper than ${depthMax} levels.`,
      detail: { limit: depthMax },
      offset: survey.tooDeepAt,
    })

  const { root, error } = parseTokens(text, comments)
  if (root && !error) return { root, lines, problem: null }
  const onlyJsonc = !comments && !parseTokens(text, true).error
  if (onlyJsonc) return refuse(commentsProblem(survey.commentAt ?? commaBefore(text, error?.offset ?? 0)))
  return refuse(syntaxProblem(error, lines))
}

/** One linear pass over the tokens: brackets nested too deep, and the first comment. */
function surveyTokens(text: string): { tooDeepAt: number | null; commentAt: number | null } {
  const scanner = createScanner(text, false)
  let depth = 0
  let commentAt: number | null = null
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset()
    const first = text[offset]
    if (first === '{' || first === '[') depth += 1
    else if (first === '}' || first === ']') depth -= 1
    else if (first === '/') commentAt ??= offset
    if (depth > depthMax) return { tooDeepAt: offset, commentAt }
  }
  return { tooDeepAt: null, commentAt }
}

function parseTokens(text: string, comments: boolean): { root: Node | undefined; error?: ParseError } {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: comments, disallowComments: !comments })
  const [error] = errors
  return error ? { root, error } : { root }
}

function commentsProblem(offset: number): JsonProblem {
  return {
    code: 'comments',
    message: 'JSON has no comments or trailing commas. Remove them, or name the file .jsonc.',
    detail: {},
    offset,
  }
}

/** The trailing comma stands before the bracket the parser stumbled over. */
function commaBefore(text: string, offset: number): number {
  const comma = text.slice(0, offset).trimEnd().length - 1
  return text[comma] === ',' ? comma : offset
}

function syntaxProblem(error: ParseError | undefined, lines: Lines): JsonProblem {
  const reason = (error && syntaxReasons[printParseErrorCode(error.error)]) ?? 'this is not JSON'
  const place: Place = lines.placeOf(error?.offset ?? 0)
  return {
    code: 'syntax',
    message: `The JSON breaks off at line ${place.line}, column ${place.column}: ${reason}.`,
    detail: { reason },
    offset: error?.offset ?? 0,
  }
}
