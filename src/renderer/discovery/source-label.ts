import { useTranslation } from 'react-i18next'

/** What the window calls a source; "by hand" has a name of its own in each language. */
export function useSourceLabel(): (source: { readonly type: string; readonly name: string }) => string {
  const { t } = useTranslation()
  return (source) => (source.type === 'manual' ? t('source.manual') : source.name)
}
