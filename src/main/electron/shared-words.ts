import { createInstance } from 'i18next'
import type { Say } from '../../shared/notice-text'
import en from '../../shared/text/en.json'
import zh from '../../shared/text/zh.json'
import type { Language } from './text'

/** The sentences both sides have, in one language; notices are made of the same as the rows of the window. */
export function sharedWords(language: Language): Say {
  const texts = createInstance()
  void texts.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
  })
  return (key, values = {}) => texts.t(key, { ...values })
}
