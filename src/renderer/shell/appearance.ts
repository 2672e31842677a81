import { useEffect, useSyncExternalStore } from 'react'
import { speak } from '../text/language'
import { useView } from './view'

const darkQuery = '(prefers-color-scheme: dark)'

/** Puts the chosen theme and language on the page, and tells which theme is shown. */
export function useAppearance(): 'light' | 'dark' {
  const { theme, language } = useView()
  const systemIsDark = useSyncExternalStore(
    (listener) => {
      const query = matchMedia(darkQuery)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(darkQuery).matches,
  )
  const shown = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme
  useEffect(() => {
    document.documentElement.dataset.theme = shown
  }, [shown])
  useEffect(() => speak(language), [language])
  return shown
}
