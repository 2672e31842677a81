import en from './text/en.json'
import zh from './text/zh.json'

/** Sentences the shell itself shows: menus and native dialogs. The window has its own. */
export type ShellText = typeof en

export type Language = 'en' | 'zh'

const texts: Record<Language, ShellText> = { en, zh }

export function shellText(language: Language): ShellText {
  return texts[language]
}

/** The first of the person's languages that Rollcall speaks, English where it speaks none. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (/^zh\b/iu.test(tag)) return 'zh'
    if (/^en\b/iu.test(tag)) return 'en'
  }
  return 'en'
}
