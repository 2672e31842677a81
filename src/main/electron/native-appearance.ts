import type { NativeTheme } from 'electron'
import type { Appearance } from '../../shared/contract/rollcall'
import type { Preferences } from './preferences'
import { type Language, languageOf, type ShellText, shellText } from './text'

/**
 * The language and theme of everything the shell draws itself: menus, dialogs, title bar, the window before its page.
 * Follows the page, and remembers what it said for the next start; before the first time, the system.
 */
export class NativeAppearance {
  readonly #preferences: Pick<Preferences, 'appearance' | 'keepAppearance'>
  readonly #theme: Pick<NativeTheme, 'themeSource'>
  readonly #systemLanguages: () => readonly string[]
  readonly #onText: (text: ShellText) => void

  constructor(parts: {
    preferences: Pick<Preferences, 'appearance' | 'keepAppearance'>
    theme: Pick<NativeTheme, 'themeSource'>
    systemLanguages: () => readonly string[]
    /** Called with the text to show, at the start and whenever the language changes. */
    onText: (text: ShellText) => void
  }) {
    this.#preferences = parts.preferences
    this.#theme = parts.theme
    this.#systemLanguages = parts.systemLanguages
    this.#onText = parts.onText
  }

  /** The sentences to show now. */
  get text(): ShellText {
    return shellText(this.language)
  }

  get language(): Language {
    return this.#preferences.appearance()?.language ?? languageOf(this.#systemLanguages())
  }

  start(): void {
    this.#theme.themeSource = this.#preferences.appearance()?.theme ?? 'system'
    this.#onText(this.text)
  }

  follow(appearance: Appearance): void {
    const before = this.text
    this.#preferences.keepAppearance(appearance)
    this.#theme.themeSource = appearance.theme
    if (this.text !== before) this.#onText(this.text)
  }
}
