import { type Notice, type Noticed, type Turn, turns } from './contract/notices'
import { timeUnits } from './time-units'

/** A sentence of `shared/text`, filled with values. */
export type Say = (key: string, values?: Readonly<Record<string, unknown>>) => string

export interface NoticeText {
  readonly title: string
  readonly body: string
}

/** Names said of one kind; the rest are counted. */
const namedMax = 3
const nameMax = 60
const bodyMax = 400

/** A notice in words: the name and the verdict, and why, with the sentences of the row. */
export function noticeText(notice: Notice, say: Say, language: 'en' | 'zh'): NoticeText {
  const { about, failing, of } = notice
  if (about === 'test') return { title: say('notice.test.title'), body: say('notice.test.body') }
  if (about !== 'servers')
    return { title: say(`notice.${about}`), body: say(`vantage.${about}`, { failing, of }) }
  const [only, another] = notice.servers
  if (only && !another) return ofOne(only, say, language)
  const kinds = turns.filter((turn) => (notice.counts[turn] ?? 0) > 0)
  const [kind] = kinds
  if (kind && kinds.length === 1)
    return {
      title: say(`notice.many.${kind}`, { count: notice.counts[kind] }),
      body: namesOf(notice, kind, say, language),
    }
  const parts = kinds.map((turn) => say(`notice.count.${turn}`, { count: notice.counts[turn] }))
  return {
    title: new Intl.ListFormat(locales[language], { type: 'unit', style: 'short' }).format(parts),
    body: kinds
      .map((turn) =>
        say('notice.line', { word: say(`notice.word.${turn}`), names: namesOf(notice, turn, say, language) }),
      )
      .join('\n'),
  }
}

const locales = { en: 'en', zh: 'zh-CN' } as const

function ofOne(server: Noticed, say: Say, language: 'en' | 'zh'): NoticeText {
  const title = say(`notice.one.${server.turn}`, { name: plain(server.name, nameMax) })
  const sentences = sentencesOf(server, say, language).map((sentence) => plain(sentence, bodyMax))
  return { title, body: plain(sentences.join(language === 'zh' ? '' : ' '), bodyMax) }
}

/** Why, and what helps, as the server's overview has it. */
function sentencesOf(server: Noticed, say: Say, language: 'en' | 'zh'): string[] {
  const { turn, reason, detail, daysLeft, error, lastedMs } = server
  if (turn === 'up') return [say('notice.lasted', { duration: durationOf(lastedMs ?? 0, language) })]
  if (turn === 'certificate')
    return [say('notice.ends', { count: daysLeft ?? 0 }), say('notice.helps.certificate')]
  const verdict = say(`verdict.${reason}`, detail)
  if (!error) return turn === 'down' ? [verdict] : [verdict, say(`notice.helps.${turn}`)]
  const cause = filled(say(`connection.${error.code}`, error.detail), error.message)
  if (turn === 'down') return [cause, say(`advice.${error.code}`)]
  return turn === 'crash-loop' ? [verdict, cause] : [verdict, say(`notice.helps.${turn}`)]
}

/** `a, b, c and 4 more`. */
function namesOf(notice: Notice, turn: Turn, say: Say, language: 'en' | 'zh'): string {
  const count = notice.counts[turn] ?? 0
  const named = notice.servers
    .filter((server) => server.turn === turn)
    .slice(0, count > namedMax + 1 ? namedMax : namedMax + 1)
    .map(({ name }) => plain(name, nameMax))
  const more = count - named.length
  const items = more > 0 ? [...named, say('notice.more', { count: more })] : named
  return new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(items)
}

function durationOf(ms: number, language: 'en' | 'zh'): string {
  const [unit, unitMs] = timeUnits.find(([, size]) => ms >= size) ?? timeUnits[3]
  return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'short' }).format(
    Math.floor(ms / unitMs),
  )
}

/** A stranger's text where nothing escapes it: on one line, without what reorders or hides text, and no longer than that. */
function plain(text: string, max: number): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replaceAll(/\p{Cf}/gu, '')
  return shown.length > max ? `${shown.slice(0, max - 1).toWellFormed()}…` : shown
}

function filled(sentence: string, message: string): string {
  return sentence.includes('{{') || sentence.startsWith('connection.') ? message : sentence
}
