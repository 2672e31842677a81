import { useTranslation } from 'react-i18next'
import type { EqualServer, SchemaDifference } from '../../shared/contract/alternatives'
import { formatList } from '../text/format'
import { softerPhrase } from '../text/sentences'
import { Fact } from '../ui/fact'

/** Tool by tool where two servers differ. Names and schemas are strangers' words: shown as text. */
export function EqualTools({ equal }: { equal: EqualServer }) {
  const { t } = useTranslation()
  const { server, alike, differs, onlyHere, onlyThere } = equal
  const softly = alike.filter(({ softer }) => softer.length > 0)
  return (
    <dl aria-label={t('equal.differencesTo', { name: server })}>
      {differs.map(({ tool, differences }) => (
        <Fact key={tool} name={t('equal.takesElse')}>
          <bdi className="font-mono text-sm">{tool}</bdi>
          <ul>
            {differences.map((difference) => (
              <Difference key={difference.path} difference={difference} />
            ))}
          </ul>
        </Fact>
      ))}
      {onlyHere.length > 0 && (
        <Fact name={t('equal.here')} mono>
          <bdi>{onlyHere.join('  ')}</bdi>
        </Fact>
      )}
      {onlyThere.length > 0 && (
        <Fact name={t('equal.there')} mono>
          <bdi>{onlyThere.join('  ')}</bdi>
        </Fact>
      )}
      {softly.length > 0 && (
        <Fact name={t('equal.softly')}>
          <ul>
            {softly.map(({ tool, softer }) => (
              <li key={tool}>
                <bdi className="font-mono text-sm">{tool}</bdi>{' '}
                <span className="text-muted">{formatList(softer.map(softerPhrase))}</span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  )
}

function Difference({ difference: { path, here, there } }: { difference: SchemaDifference }) {
  const { t } = useTranslation()
  return (
    <li className="text-muted text-xs">
      <bdi className="font-mono">{path || '/'}</bdi>{' '}
      {t('equal.difference', { here: here ?? '–', there: there ?? '–' })}
    </li>
  )
}
