import type { DoctorCode, DoctorFinding, DoctorStep, Examination } from '../../shared/contract/doctor'
import helpEn from '../../shared/text/help/en.json'
import helpZh from '../../shared/text/help/zh.json'
import { formatMs, formatTime } from './format'
import { columns, oneLine } from './terminal-text'
import type { Language, Words } from './words'

/** An examination for a person: a line for each step; the finding, and what helps, below its step. */
export function examinationText(words: Words, { server, outcome, steps }: Examination): string {
  const rows = columns(
    steps.map(({ step, outcome: each, durationMs, ...rest }) => [
      words(`doctor.marks.${each}`),
      words(`shared:doctor.step.${step}`),
      durationMs === null ? '' : formatMs(durationMs),
      each === 'not-reached' ? words('doctor.not-reached') : foundSentence(words, rest),
    ]),
  ).split('\n')
  const lines = steps.flatMap((step, index) => [rows[index] ?? '', ...below(words, step)])
  return [...lines, '', words(`doctor.${outcome}`, { name: oneLine(server) })].join('\n')
}

/** The help text of every code. */
export function helpIn(language: Language): Readonly<Record<DoctorCode, typeof helpEn.refused>> {
  return { en: helpEn, zh: helpZh }[language]
}

/** What a code means, in a few short paragraphs. */
export function explanation(words: Words, code: DoctorCode): string {
  const text = helpIn(words.language)[code]
  const parts = (['means', 'causes', 'help'] as const).map(
    (part) => `${words(`doctor.explain-parts.${part}`)}\n  ${text[part]}`,
  )
  return [code, ...parts].join('\n\n')
}

function below(words: Words, { finding, lines, outcome }: DoctorStep): string[] {
  if (!finding) return []
  return [
    `  ${oneLine(findingSentence(words, finding))}`,
    `  ${adviceFor(words, finding.code)}`,
    ...(outcome === 'failed' && lines.length > 0
      ? [`  ${words('doctor.stderr')}`, ...lines.map((line) => `    ${oneLine(line)}`)]
      : []),
    `  ${words('doctor.more', { code: finding.code })}`,
  ]
}

function foundSentence(words: Words, { found, facts }: Pick<DoctorStep, 'found' | 'facts'>): string {
  return found === null ? '' : words(`shared:doctor.found.${found}`, facts)
}

function findingSentence(words: Words, { code, message, detail }: DoctorFinding): string {
  const key = [`shared:doctor.sentence.${code}`, `shared:connection.${code}`].find((each) => words.has(each))
  if (key === undefined) return message
  const dates = Object.entries(detail).filter(([name]) => name === 'validFrom' || name === 'validTo')
  return words(key, {
    ...detail,
    ...Object.fromEntries(dates.map(([name, iso]) => [name, formatTime(String(iso))])),
  })
}

function adviceFor(words: Words, code: DoctorCode): string {
  const key = [`shared:doctor.advice.${code}`, `shared:advice.${code}`].find((each) => words.has(each))
  return key === undefined ? '' : words(key)
}
