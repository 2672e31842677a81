import { ArrowDownToLine, Copy, Download, Eraser } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { logLevels, logOrigins } from '../../shared/contract/log'
import { Button, IconButton } from '../ui/button'
import { cn } from '../ui/class-names'
import { Input } from '../ui/field'
import { Select } from '../ui/select'
import { type LogFilter, narrows } from './log-filter'

interface LogBarProps {
  readonly filter: LogFilter
  readonly onFilter: (filter: LogFilter) => void
  readonly shown: number
  readonly total: number
  readonly following: boolean
  readonly onFollow: (following: boolean) => void
  readonly onCopy: () => void
  readonly onSave: () => void
  readonly onClear: () => void
}

/** What narrows the log, and what can be done with the lines it shows. */
export function LogBar({ filter, onFilter, shown, total, following, onFollow, ...acts }: LogBarProps) {
  const { t } = useTranslation()
  const { text, least, origin } = filter
  const find = <T extends string>(all: readonly T[], value: string) => all.find((each) => each === value)
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-line border-b px-4 py-1.5">
      <Input
        type="search"
        value={text}
        aria-label={t('log.search')}
        placeholder={t('log.search')}
        onChange={({ target }) => onFilter({ ...filter, text: target.value })}
        className="w-44"
      />
      <Select
        aria-label={t('log.least')}
        value={least}
        onChange={({ target }) => onFilter({ ...filter, least: find(logLevels, target.value) ?? 'debug' })}
        className="w-auto"
      >
        {logLevels.slice(0, 6).map((level) => (
          <option key={level} value={level}>
            {level === 'debug' ? t('log.any') : `≥ ${t(`log.level.${level}`)}`}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('log.from')}
        value={origin ?? ''}
        onChange={({ target }) => onFilter({ ...filter, origin: find(logOrigins, target.value) ?? null })}
        className="w-auto"
      >
        <option value="">{t('log.everywhere')}</option>
        {logOrigins.map((each) => (
          <option key={each} value={each}>
            {t(`log.origin.${each}`)}
          </option>
        ))}
      </Select>
      <span role="status" className="px-1 text-faint text-xs tabular-nums">
        {narrows(filter) ? t('log.lines', { shown, total }) : t('log.total', { count: total })}
      </span>
      <span className="flex-1" />
      <Button
        look="ghost"
        aria-pressed={following}
        onClick={() => onFollow(!following)}
        className={cn(following && 'bg-accent-soft text-accent-text hover:bg-accent-soft')}
      >
        <ArrowDownToLine aria-hidden className="size-3.5" />
        {t('log.follow')}
      </Button>
      <IconButton label={t('log.copy')} disabled={shown === 0} onClick={acts.onCopy}>
        <Copy />
      </IconButton>
      <IconButton label={t('log.save')} disabled={shown === 0} onClick={acts.onSave}>
        <Download />
      </IconButton>
      <IconButton label={t('log.clear')} disabled={total === 0} onClick={acts.onClear}>
        <Eraser />
      </IconButton>
    </div>
  )
}
