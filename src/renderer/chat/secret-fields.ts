import { isRecord } from '../connections/is-record'

const secret =
  /pass(?:word|phrase|code|wd)|\bpass\b|\bpwd\b|secret|token|api.?key|private.?key|credential|\bpin\b|\botp\b|one.?time|cvv|cvc|card.?number|seed.?phrase|mnemonic|密码|口令|密钥|令牌|验证码|私钥|卡号|助记词/iu

/** The fields of a form that seem to ask for what no server may ask for this way, by name, title or description. */
export function secretFields(schema: Record<string, unknown>): readonly string[] {
  const { properties } = schema
  if (!isRecord(properties)) return []
  return Object.entries(properties).flatMap(([name, field]) => {
    const { title, description, format } = isRecord(field) ? field : {}
    const words = [spaced(name), title, description].filter((word) => typeof word === 'string').join('\n')
    return format === 'password' || secret.test(words) ? [name] : []
  })
}

/** `userPassword` and `user_password` as words. */
const spaced = (name: string) =>
  `${name}\n${name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').replaceAll(/[_-]/gu, ' ')}`
