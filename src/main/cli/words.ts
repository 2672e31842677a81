import { createInstance } from 'i18next'
import sharedEn from '../../shared/text/en.json'
import sharedZh from '../../shared/text/zh.json'
import en from './text/en.json'
import zh from './text/zh.json'

export type Language = 'en' | 'zh'

/** A sentence in the person's language: keys of `text/*.json`, and of `src/shared/text/*.json` behind `shared:`. */
export interface Words {
  readonly language: Language
  (key: string, values?: Readonly<Record<string, unknown>>): string
  has(key: string): boolean
}

export function wordsIn(language: Language): Words {
  const texts = createInstance()
  void texts.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    ns: ['cli', 'shared'],
    defaultNS: 'cli',
    resources: { en: { cli: en, shared: sharedEn }, zh: { cli: zh, shared: sharedZh } },
    interpolation: { escapeValue: false },
  })
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}) => texts.t(key, { ...values })
  return Object.assign(say, { language, has: (key: string) => texts.exists(key) })
}

/** `--lang` wins, then the locale variables in POSIX order; Chinese where it starts with `zh`, else English. */
export function languageOf(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const at = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='))
  const given = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
  const locale = given || env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
