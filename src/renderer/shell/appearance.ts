import { useEffect } from 'react'
import { useClient, useSocketStatus } from '../bridge/bridge'
import { speak } from '../text/language'
import { useMedia } from '../ui/use-media'
import { isDesktop, isMac } from './keys'
import { type Theme, useView } from './view'

const darkQuery = '(prefers-color-scheme: dark)'

/**
 * Puts the theme on the page before anything is drawn, so that a dark window does not begin with a white flash, and
 * says whether the window has its buttons in the page, as on a Mac.
 */
export function paintFirst(): void {
  if (isDesktop() && isMac()) document.documentElement.dataset.frame = 'inset'
  paint(themeShown(useView.getState().theme, matchMedia(darkQuery).matches))
}

function paint(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme
}

function themeShown(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme !== 'system') return theme
  return systemIsDark ? 'dark' : 'light'
}

/** Puts the chosen theme and language on the page, and tells which theme is shown. */
export function useAppearance(): 'light' | 'dark' {
  const { theme, language } = useView()
  const shown = themeShown(theme, useMedia(darkQuery))
  useEffect(() => paint(shown), [shown])
  useEffect(() => speak(language), [language])
  return shown
}

/** Tells the shell around the window, so that its menus and dialogs look and speak as the page does. */
export function useShellAppearance(): void {
  const client = useClient()
  const status = useSocketStatus()
  const { theme, language } = useView()
  useEffect(() => {
    // Told again after every reconnect, so a call that was lost with its connection needs no second try here.
    if (status === 'open') client.rollcall.appear({ theme, language }).catch(() => {})
  }, [client, status, theme, language])
}
