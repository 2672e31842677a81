import { useTranslation } from 'react-i18next'
import { type Letter, stripPaths } from './stretches'
import { Strip } from './strip'

const extent = { fromMs: 0, toMs: 1, stepMs: 1 }
const states = (
  [
    ['up', 'u'],
    ['slow', 's'],
    ['down', 'd'],
    ['flapping', 'f'],
    ['off', 'o'],
    ['unknown', '?'],
  ] as const satisfies readonly (readonly [string, Letter])[]
).map(([word, letter]) => ({ word, paths: stripPaths([letter], extent) }))

/** What each shape and colour of a strip stands for. */
export function Legend() {
  const { t } = useTranslation()
  return (
    <ul
      aria-label={t('timeline.legend')}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs"
    >
      {states.map(({ word, paths }) => (
        <li key={word} className="flex items-center gap-1.5">
          <Strip paths={paths} className="h-3 w-3" />
          {t(`verdict.${word}`, { ns: 'shared' })}
        </li>
      ))}
    </ul>
  )
}
