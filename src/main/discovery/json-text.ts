import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { syntaxReasons } from '../../shared/contract/reason'
import { Lines } from './lines'

/** Deepest nesting a document may have. */
export const depthMax = 64

/** Why a text is not a document, and where. `offset` is null where the whole text is meant. */
export interface TextProblem {
  readonly code: 'empty' | 'syntax' | 'comments' | 'too-deep'
  readonly message: string
  readonly detail: Record<string, string | number>
  readonly offset: number | null
}

/** A text as a tree, whatever the language it was written in. */
export type ParsedText =
  | { readonly root: Node; readonly lines: Lines; readonly problem: null }
  | { readonly root: null; readonly lines: Lines; readonly problem: TextProblem }

/**
 * Parses JSON into a tree that knows its places. Comments and trailing commas are taken only where `comments` is true,
 * which is what a file named `.jsonc` declares. Never throws, whatever the text: nesting is measured before the
 * recursive parser sees it.
 */
export function parseJsonText(text: string, comments: boolean): ParsedText {
  const lines = new Lines(text)
  const refuse = (problem: TextProblem): ParsedText => ({ root: null, lines, problem })
  if (text.trim() === '') return refuse(emptyProblem())

  const survey = surveyTokens(text)
  if (survey.tooDeepAt !== null) return refuse(tooDeepProblem(survey.tooDeepAt))

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

function commentsProblem(offset: number): TextProblem {
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

function syntaxProblem(error: ParseError | undefined, lines: Lines): TextProblem {
  const reason = (error && syntaxReasons[printParseErrorCode(error.error)]) ?? 'this is not JSON'
  return brokenProblem('JSON', reason, error?.offset ?? 0, lines)
}

export function emptyProblem(): TextProblem {
  return { code: 'empty', message: 'The file is empty.', detail: {}, offset: null }
}

export function tooDeepProblem(offset: number | null): TextProblem {
  const message = `The document is nested deeper than ${depthMax} levels.`
  return { code: 'too-deep', message, detail: { limit: depthMax }, offset }
}

/** `reason` is one of the sentences' ends that the window has in its languages. */
export function brokenProblem(language: string, reason: string, offset: number, lines: Lines): TextProblem {
  const { line, column } = lines.placeOf(offset)
  const message = `The ${language} breaks off at line ${line}, column ${column}: ${reason}.`
  return { code: 'syntax', message, detail: { language, reason }, offset }
}
