import { createHash } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer, refuse } from './answer.mjs'
import { readImageHeader } from './image-header.mjs'
import { run } from './serve.mjs'

const readOnly = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }
const textMax = 500_000
const Text = z.string().max(textMax)

const about = `Text and image information. 文本与图片信息。

- count_words counts Chinese, Japanese and Korean characters one by one and other words as words.
- hash_text gives the digest of the text in UTF-8.
- image_info reads the format and size from the first bytes; it does not decode the image.
`

function create() {
  const server = new McpServer(
    { name: 'text', title: 'Text and images 文本与图片', version: '1.0.0' },
    { instructions: about },
  )
  addCounting(server)
  addChanging(server)
  addImages(server)
  server.registerResource(
    'about',
    'text://about',
    { title: 'About 说明', description: 'What this service does', mimeType: 'text/markdown' },
    (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/markdown', text: about }] }),
  )
  server.registerPrompt(
    'summarize',
    {
      title: 'Summarize 摘要',
      description: 'Asks for a summary of a text in a few sentences. 用几句话概括文本。',
      argsSchema: { text: z.string(), sentences: z.string().optional().describe('How many, 3 by default') },
    },
    ({ text, sentences }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `Summarize the following in ${sentences ?? 3} sentences, in its own language:\n\n${text}`,
          },
        },
      ],
    }),
  )
  return server
}

/** @param {McpServer} server */
function addCounting(server) {
  server.registerTool(
    'count_words',
    {
      title: 'Count words 字数统计',
      description:
        'Counts words, Chinese/Japanese/Korean characters, sentences and lines. 统计字数、词数、句数和行数。',
      inputSchema: { text: Text },
      outputSchema: {
        words: z.int().describe('CJK characters and other words together, as office programs count'),
        cjk_characters: z.int(),
        other_words: z.int(),
        characters: z.int().describe('As a person counts them: an emoji is one'),
        sentences: z.int(),
        lines: z.int(),
      },
      annotations: readOnly,
    },
    ({ text }) => answer(count(text)),
  )
  server.registerTool(
    'hash_text',
    {
      title: 'Hash text 计算摘要',
      description: 'The digest of a text in UTF-8, in hexadecimal. 计算文本的哈希值。',
      inputSchema: { text: Text, algorithm: z.enum(['sha256', 'sha512', 'sha1', 'md5']).default('sha256') },
      outputSchema: { algorithm: z.string(), hex: z.string(), bytes: z.int() },
      annotations: readOnly,
    },
    ({ text, algorithm }) =>
      answer({
        algorithm,
        hex: createHash(algorithm).update(text, 'utf8').digest('hex'),
        bytes: Buffer.byteLength(text),
      }),
  )
}

/** @param {McpServer} server */
function addChanging(server) {
  server.registerTool(
    'convert_case',
    {
      title: 'Convert case 转换大小写',
      description: 'Writes a text in another case; Chinese stays as it is. 转换英文大小写或命名风格。',
      inputSchema: { text: Text, to: z.enum(['upper', 'lower', 'title', 'camel', 'snake', 'kebab']) },
      outputSchema: { text: z.string() },
      annotations: readOnly,
    },
    ({ text, to }) => answer({ text: convert(text, to) }),
  )
}

/** @param {McpServer} server */
function addImages(server) {
  server.registerTool(
    'image_info',
    {
      title: 'Image information 图片信息',
      description:
        'Format and size in pixels of a PNG, JPEG, GIF or WebP given in base64. 读取图片的格式和尺寸。',
      inputSchema: { base64: z.string().min(1).max(900_000).describe('The file in base64, or a data: URL') },
      outputSchema: {
        format: z.string(),
        mime_type: z.string(),
        width: z.int(),
        height: z.int(),
        bytes: z.int(),
      },
      annotations: readOnly,
    },
    ({ base64 }) => {
      const bytes = Buffer.from(base64.replace(/^data:[^,]*,/, ''), 'base64')
      const header = readImageHeader(bytes)
      if (!header)
        return refuse('This is no PNG, JPEG, GIF or WebP image, or it is cut off. 不是可识别的图片。')
      return answer({ ...header, mime_type: `image/${header.format}`, bytes: bytes.length })
    },
  )
}

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu

/** @param {string} text */
function count(text) {
  const cjkCharacters = text.match(cjk)?.length ?? 0
  const otherWords = segments(text.replace(cjk, ' '), 'word').filter(({ isWordLike }) => isWordLike).length
  return {
    words: cjkCharacters + otherWords,
    cjk_characters: cjkCharacters,
    other_words: otherWords,
    characters: segments(text, 'grapheme').length,
    sentences: segments(text, 'sentence').filter(({ segment }) => segment.trim() !== '').length,
    lines: text === '' ? 0 : text.split(/\r\n|\r|\n/).length,
  }
}

/** @param {string} text @param {'word' | 'grapheme' | 'sentence'} granularity */
function segments(text, granularity) {
  return [...new Intl.Segmenter(undefined, { granularity }).segment(text)]
}

/** @param {string} text @param {'upper' | 'lower' | 'title' | 'camel' | 'snake' | 'kebab'} to */
function convert(text, to) {
  if (to === 'upper') return text.toUpperCase()
  if (to === 'lower') return text.toLowerCase()
  if (to === 'title') return text.replace(/\p{L}[\p{L}\p{M}'’]*/gu, capital)
  const words = text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
  if (to === 'camel')
    return words.map((word, index) => (index === 0 ? word.toLowerCase() : capital(word))).join('')
  return words.map((word) => word.toLowerCase()).join(to === 'snake' ? '_' : '-')
}

/** @param {string} word */
function capital(word) {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('').toLowerCase()
}

await run({ name: 'text', port: 8003, create })
