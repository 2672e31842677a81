import { useTranslation } from 'react-i18next'
import { useView } from '../../shell/view'
import { Segmented } from '../../ui/segmented'
import { rangeNames } from './ranges'

/** How far back to look; the same for one server and for all. */
export function RangeChoice() {
  const { t } = useTranslation()
  const { range, set } = useView()
  const options = rangeNames.map((value) => ({ value, label: t(`timeline.range.${value}`) }))
  return (
    <Segmented
      label={t('timeline.range.label')}
      value={range}
      options={options}
      onChange={(next) => set({ range: next, zoom: null })}
    />
  )
}
