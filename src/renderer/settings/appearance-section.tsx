import { useTranslation } from 'react-i18next'
import { useView } from '../shell/view'
import { Segmented } from '../ui/segmented'
import { Row, Section } from './section'

/** Kept by the window itself, at once. */
export function AppearanceSection() {
  const { t } = useTranslation()
  const { language, theme, density, set } = useView()
  return (
    <Section section="appearance">
      <Row field="language" label={t('setting.language')}>
        <Segmented
          label={t('setting.language')}
          value={language}
          options={[
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'zh', label: <span lang="zh-CN">中文</span> },
          ]}
          onChange={(next) => set({ language: next })}
        />
      </Row>
      <Row field="theme" label={t('setting.theme')}>
        <Segmented
          label={t('setting.theme')}
          value={theme}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
          onChange={(next) => set({ theme: next })}
        />
      </Row>
      <Row field="density" label={t('setting.density')} hint={t('settings.densityHint')}>
        <Segmented
          label={t('setting.density')}
          value={density}
          options={[
            { value: 'roomy', label: t('settings.roomy') },
            { value: 'compact', label: t('settings.compact') },
          ]}
          onChange={(next) => set({ density: next })}
        />
      </Row>
    </Section>
  )
}
