import { useTranslation } from 'react-i18next'
import { isRecord } from '../connections/is-record'
import { Chip } from '../ui/chip'

const known = [
  'tools',
  'resources',
  'prompts',
  'logging',
  'completions',
  'tasks',
  'extensions',
  'experimental',
] as const
type Known = (typeof known)[number]

/** At most this many are shown: a server may claim anything. */
const shownMax = 30

/** What a server says it can do, in words; the pointer on one says what that means. */
export function Capabilities({ capabilities }: { capabilities: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-wrap gap-1">
      {Object.entries(capabilities)
        .slice(0, shownMax)
        .map(([name, value]) =>
          isKnown(name) ? (
            <KnownOne key={name} name={name} value={value} />
          ) : (
            <li key={name} className="max-w-full">
              <Chip title={`${name.slice(0, 200)}: ${t('capability.unknown')}`} className="font-mono">
                {name.slice(0, 200)}
              </Chip>
            </li>
          ),
        )}
    </ul>
  )
}

function KnownOne({ name, value }: { name: Known; value: unknown }) {
  const { t } = useTranslation()
  const parts = isRecord(value) ? value : {}
  const about = [
    t(`capability.about.${name}`),
    parts.listChanged === true && t('capability.listChanged'),
    parts.subscribe === true && t('capability.subscribe'),
  ].filter(Boolean)
  return (
    <li>
      <Chip title={about.join(' ')}>{t(`capability.${name}`)}</Chip>
    </li>
  )
}

const isKnown = (name: string): name is Known => (known as readonly string[]).includes(name)
