import { ChatSettingName, DefaultName } from '../../shared/contract/settings'

/** Every place on the settings screen one can go to, by the section it stands in. */
export const settingSections = {
  appearance: ['language', 'theme', 'density'],
  startup: ['openAtLogin', 'minimized'],
  notices: ['notifications', 'beyondPage', 'quietHours', 'muted'],
  models: ['defaultModel', 'providers'],
  consents: ['toolPolicy', 'approvedTools', 'sampling', 'roots'],
  chat: ChatSettingName.options,
  routing: ['embeddingsUrl', 'embeddingsModel', 'embeddingsKey'],
  defaults: DefaultName.options,
  data: ['dataDir', 'secrets'],
  api: ['api', 'sharing'],
  about: ['version', 'licences'],
} as const

export type SettingSection = keyof typeof settingSections
export type SettingField = (typeof settingSections)[SettingSection][number]

export const settingFields: readonly SettingField[] = Object.values(settingSections).flat()

export function sectionOf(field: SettingField): SettingSection {
  const sections = Object.keys(settingSections) as SettingSection[]
  return sections.find((section) => settingSections[section].some((one) => one === field)) ?? 'defaults'
}

/** The element that takes the focus when somebody asks for a setting. */
export const settingId = (field: SettingField) => `setting-${field}`
export const sectionId = (section: SettingSection) => `settings-${section}`
