import { type DoctorStep, doctorFacts, type Examination } from '../../../shared/contract/doctor'
import { formatDateTime, formatMs } from '../../text/format'
import {
  adviceFor,
  factName,
  factText,
  findingSentence,
  foundSentence,
  outcomeWord,
  stepName,
} from './doctor-sentences'

/** An examination to be pasted into a message or an issue. It holds what the screen holds, so no secrets. */
export function examinationText({ server, startedAt, steps }: Examination): string {
  return [`${server} · ${formatDateTime(startedAt)}`, '', ...steps.flatMap(stepLines), ''].join('\n')
}

function stepLines(step: DoctorStep): string[] {
  const { outcome, durationMs, facts, lines, finding } = step
  const head = [
    `[${outcomeWord(outcome)}] ${stepName(step.step)}`,
    foundSentence(step),
    durationMs === null ? '' : formatMs(durationMs),
  ]
  return [
    head.filter((part) => part !== '').join(' · '),
    ...(finding
      ? [`    ${findingSentence(finding)} (${finding.code})`, `    ${adviceFor(finding.code)}`]
      : []),
    ...doctorFacts.flatMap((fact) => {
      const value = facts[fact]
      return value === undefined ? [] : [`    ${factName(fact)}: ${factText(fact, value)}`]
    }),
    ...lines.map((line) => `    | ${line}`),
  ]
}
