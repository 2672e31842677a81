import { type ParsedText, parseJsonText } from './json-text'
import { parseTomlText } from './toml-text'
import { parseYamlText } from './yaml-text'

/** Files that the programs they belong to read with comments, though their name does not say so. */
const commented =
  /(\.jsonc|(^|[\\/])(\.vscode|Code[^\\/]*[\\/]User|zed|\.gemini)[\\/](mcp|settings)\.json)$/iu

/** Parses a document in the language the name of its file says: YAML, TOML, else JSON. Never throws. */
export function parseDocumentText(text: string, fileName: string): ParsedText {
  if (/\.ya?ml$/iu.test(fileName)) return parseYamlText(text)
  if (/\.toml$/iu.test(fileName)) return parseTomlText(text)
  return parseJsonText(text, commented.test(fileName))
}
