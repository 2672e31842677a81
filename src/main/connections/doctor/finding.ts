import type { DoctorCode, DoctorFinding } from '../../../shared/contract/doctor'
import en from '../../../shared/text/en.json'

const sentences: Readonly<Record<string, string>> = { ...en.connection, ...en.doctor.sentence }

/** A code with its English sentence. */
export function findingOf(code: DoctorCode, detail: DoctorFinding['detail'] = {}): DoctorFinding {
  const sentence = sentences[code] ?? code
  const message = sentence.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = String(detail[name] ?? '?')
    return name.startsWith('valid') ? value.slice(0, 'YYYY-MM-DD'.length) : value
  })
  return { code, message, detail }
}
