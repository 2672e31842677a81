import { depthMax, type ParsedText, parseJsonText } from './json-text'
import { treeOf } from './json-tree'
import { Lines } from './lines'
import { parseTomlText } from './toml-text'
import { parseYamlText } from './yaml-text'

/** Files that the programs they belong to read with comments, though their name does not say so. */
const commented =
  /(\.jsonc|(^|[\\/])(\.vscode|Code[^\\/]*[\\/]User|zed|\.gemini)[\\/](mcp|settings)\.json)$/iu

const otherLanguage = /\.(ya?ml|toml)$/iu

/** A text up to this length, in UTF-16 units, is parsed in one go. */
const shortMax = 64 * 1024

/** The same as `parseDocumentText`, everything else having its turn while a long JSON text is parsed. */
export async function parseLongText(text: string, fileName: string): Promise<ParsedText> {
  const isLong = text.length > shortMax && !otherLanguage.test(fileName)
  const root = isLong ? await treeOf(text, depthMax) : null
  return root ? { root, lines: new Lines(text), problem: null } : parseDocumentText(text, fileName)
}

/** Parses a document in the language the name of its file says: YAML, TOML, else JSON. Never throws. */
export function parseDocumentText(text: string, fileName: string): ParsedText {
  if (/\.ya?ml$/iu.test(fileName)) return parseYamlText(text)
  if (/\.toml$/iu.test(fileName)) return parseTomlText(text)
  return parseJsonText(text, commented.test(fileName))
}
