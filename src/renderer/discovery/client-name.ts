/** A program's name in the window's language. */
export function clientName(name: { readonly en: string; readonly zh: string }, language: string): string {
  return language.startsWith('zh') ? name.zh : name.en
}
