import { createHash } from 'node:crypto'
import en from '../../../shared/text/en.json'
import zh from '../../../shared/text/zh.json'

const style =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{display:grid;place-content:center;min-height:90vh;margin:0 24px;text-align:center}h1{font-size:20px;font-weight:600;margin:0 0 4px}p{margin:0;opacity:.75}'

/** Nothing of what the browser brought stands on the page, and the page can load and run nothing. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

/** What the browser shows when it has come back, in the first of our languages it asks for. */
export function answerPage(
  words: keyof (typeof en)['sign-in-page'],
  acceptLanguage: string | undefined,
): string {
  const isChinese = /^\s*zh\b/iu.test(acceptLanguage ?? '')
  const { title, text } = (isChinese ? zh : en)['sign-in-page'][words]
  return `<!doctype html><html lang="${isChinese ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rollcall</title><style>${style}</style><main><h1>${title}</h1><p>${text}</p></main></html>`
}
