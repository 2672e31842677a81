import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import sharedEn from '../../shared/text/en.json'
import sharedZh from '../../shared/text/zh.json'
import en from './en.json'
import zh from './zh.json'

export type Language = 'en' | 'zh'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'window'
    resources: { window: typeof en; shared: typeof sharedEn }
  }
}

/** Makes the texts of both languages known. Called once, before anything is drawn. */
export function startText(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'window',
    ns: ['window', 'shared'],
    resources: { en: { window: en, shared: sharedEn }, zh: { window: zh, shared: sharedZh } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}

/** Switches everything on screen, at once. */
export function speak(language: Language): void {
  void i18next.changeLanguage(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** The language to start with: the system's, where it is one of ours. */
export function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
