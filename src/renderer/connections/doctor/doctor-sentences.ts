import i18next from 'i18next'
import type {
  DoctorCode,
  DoctorFact,
  DoctorFinding,
  DoctorStep,
  DoctorStepName,
} from '../../../shared/contract/doctor'
import { formatDateTime, formatNumber } from '../../text/format'

export function stepName(step: DoctorStepName): string {
  return i18next.t(`shared:doctor.step.${step}`)
}

export function outcomeWord(outcome: DoctorStep['outcome']): string {
  return i18next.t(`shared:doctor.outcome.${outcome}`)
}

export function factName(fact: DoctorFact): string {
  return i18next.t(`shared:doctor.fact.${fact}`)
}

/** What a step found in order; empty where it has not come to that. */
export function foundSentence({ found, facts }: DoctorStep): string {
  if (found === null) return ''
  return i18next.t(`shared:doctor.found.${found}`, {
    ...facts,
    ...Object.fromEntries(counted.map((fact) => [fact, factText(fact, facts[fact] ?? 0)])),
  })
}

/** Why a step failed, or what it warns of. */
export function findingSentence({ code, message, detail }: DoctorFinding): string {
  const dates = dated.flatMap((name) => (name in detail ? [[name, factText(name, detail[name] ?? '')]] : []))
  const values = { ...detail, ...Object.fromEntries(dates) }
  const key = isOwn(code) ? (`doctor.sentence.${code}` as const) : (`connection.${code}` as const)
  const sentence = String(i18next.t(`shared:${key}`, { ...values, defaultValue: message }))
  return sentence.includes('{{') ? message : sentence
}

/** The one thing to do about it. */
export function adviceFor(code: DoctorCode): string {
  return i18next.t(isOwn(code) ? `shared:doctor.advice.${code}` : `shared:advice.${code}`, {
    defaultValue: '',
  })
}

/** A value beside a step, as one reads it. */
export function factText(fact: DoctorFact, value: string | number): string {
  if (fact === 'validFrom' || fact === 'validTo') return formatDateTime(String(value))
  if (fact === 'era') return i18next.t(value === 'modern' ? 'era.modern' : 'era.legacy')
  return counted.some((each) => each === fact) ? formatNumber(Number(value)) : String(value)
}

const dated = ['validFrom', 'validTo'] as const
const counted = ['secrets', 'tools', 'resources', 'prompts', 'daysLeft'] as const

type OwnCode = keyof typeof import('../../../shared/text/en.json')['doctor']['sentence']

function isOwn(code: DoctorCode): code is OwnCode {
  return i18next.exists(`shared:doctor.sentence.${code}`)
}
