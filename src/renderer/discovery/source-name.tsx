import type { FocusEvent, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { Input } from '../ui/field'
import { useChangeSource } from './use-source-actions'

/** As long as the core takes. */
const nameMax = 128

interface SourceNameProps {
  readonly source: Source
  readonly isRenaming: boolean
  readonly onDone: () => void
}

/** What the source is called, or the field to call it otherwise: kept on Enter and when the focus leaves, not on Escape. */
export function SourceName({ source, isRenaming, onDone }: SourceNameProps) {
  const { t } = useTranslation()
  const change = useChangeSource(source)
  const keep = (text: string) => {
    const name = text.trim()
    if (name !== '' && name !== source.name) change.mutate({ name })
    onDone()
  }
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) => {
    if (key === 'Enter') keep(currentTarget.value)
    else if (key === 'Escape') onDone()
  }
  // What was just typed stands there until the core has said it, too.
  const shown = change.isPending ? (change.variables.name ?? source.name) : source.name
  if (!isRenaming)
    return (
      <h2 className="min-w-0 max-w-full truncate font-[560] text-md" title={shown}>
        <bdi>{shown}</bdi>
      </h2>
    )
  return (
    <Input
      autoFocus
      aria-label={t('sourceCard.name')}
      defaultValue={source.name}
      maxLength={nameMax}
      onFocus={({ target }: FocusEvent<HTMLInputElement>) => target.select()}
      onBlur={({ target }) => keep(target.value)}
      onKeyDown={onKeyDown}
      className="w-56"
    />
  )
}
