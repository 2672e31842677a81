import i18next from 'i18next'
import { Download } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { type EventKind, eventKinds } from '../../shared/contract/activity'
import { useClient, useRoll } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatDateTime } from '../text/format'
import { Button } from '../ui/button'
import { RemovableChip } from '../ui/chip'
import { Input } from '../ui/field'
import { PickList } from '../ui/pick-list'
import { Select } from '../ui/select'
import {
  type EventQuery,
  everyEvent,
  type Filter,
  narrows,
  periods,
  toggled,
  useEventQuery,
} from './event-query'
import { exportEvents } from './export-events'

/** What the events are narrowed to, and their way into a file. */
export function EventBar({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const client = useClient()
  const { query, ask } = useEventQuery()
  const save = useAction<void, number>({
    mutationFn: () => exportEvents(client, filter),
    onSuccess: (count) => {
      toast.success(t('events.exported', { count }))
    },
  })
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.activity')}</h1>
      <ServerPick />
      <KindPick />
      <PeriodPick />
      <Input
        type="search"
        value={query.text}
        maxLength={200}
        aria-label={t('events.search')}
        placeholder={t('events.search')}
        onChange={({ target }) => ask({ text: target.value })}
        className="w-44"
      />
      <span className="flex-1" />
      <Button look="ghost" busy={save.isPending} onClick={() => save.mutate()}>
        {!save.isPending && <Download aria-hidden className="size-3.5" />}
        {t('events.export')}
      </Button>
      {narrows(filter) && <Chips />}
    </div>
  )
}

function ServerPick() {
  const { t } = useTranslation()
  const { query, ask } = useEventQuery()
  const roll = useRoll()
  const options = useMemo(() => {
    const names = new Set([...(roll?.servers.map(({ name }) => name) ?? []), ...query.servers])
    return [...names].sort((a, b) => a.localeCompare(b)).map((name) => ({ value: name, label: name }))
  }, [roll, query.servers])
  return (
    <PickList
      label={t('events.server')}
      searchLabel={t('events.findServer')}
      emptyLabel={t('palette.nothing')}
      options={options}
      picked={query.servers}
      onPick={(name) => ask({ servers: toggled(query.servers, name) })}
    />
  )
}

function KindPick() {
  const { t } = useTranslation()
  const { query, ask } = useEventQuery()
  const options = eventKinds.map((value) => ({ value, label: t(`events.kinds.${value}`) }))
  return (
    <PickList<EventKind>
      label={t('events.kind')}
      searchLabel={t('events.findKind')}
      emptyLabel={t('palette.nothing')}
      options={options}
      picked={query.kinds}
      onPick={(kind) => ask({ kinds: toggled(query.kinds, kind) })}
    />
  )
}

function PeriodPick() {
  const { t } = useTranslation()
  const { query, ask } = useEventQuery()
  return (
    <>
      <Select
        aria-label={t('events.time')}
        value={query.period}
        onChange={({ target }) => ask({ period: periods.find((each) => each === target.value) ?? 'any' })}
        className="w-auto"
      >
        {periods.map((period) => (
          <option key={period} value={period}>
            {t(`events.periods.${period}`)}
          </option>
        ))}
      </Select>
      {query.period === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <Input
            key={end}
            type="datetime-local"
            value={query[end]}
            aria-label={t(`events.${end}`)}
            title={t(`events.${end}`)}
            onChange={({ target }) => ask({ [end]: target.value })}
            className="w-auto"
          />
        ))}
    </>
  )
}

function periodWord({ period, from, to }: EventQuery): string {
  if (period !== 'custom' || (from === '' && to === '')) return i18next.t(`events.periods.${period}`)
  const word = (time: string) => (time === '' ? '…' : formatDateTime(time))
  return `${word(from)} – ${word(to)}`
}

/** What narrows, one by one; a press takes it away. */
function Chips() {
  const { t } = useTranslation()
  const { query, ask } = useEventQuery()
  const { servers, kinds, period, text } = query
  const chips = [
    ...servers.map((name) => ({ word: name, without: { servers: toggled(servers, name) } })),
    ...kinds.map((kind) => ({
      word: t(`events.kinds.${kind}`),
      without: { kinds: toggled(kinds, kind) },
    })),
    ...(period === 'any' ? [] : [{ word: periodWord(query), without: { period: 'any' as const } }]),
    ...(text.trim() === '' ? [] : [{ word: `“${text.trim()}”`, without: { text: '' } }]),
  ]
  return (
    <ul aria-label={t('events.narrowed')} className="flex w-full flex-wrap items-center gap-1.5">
      {chips.map(({ word, without }) => (
        <li key={word} className="flex">
          <RemovableChip label={t('filter.remove', { name: word })} onRemove={() => ask(without)}>
            <bdi>{word}</bdi>
          </RemovableChip>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => ask(everyEvent)}
          className="h-6 rounded-sm px-1.5 text-faint text-xs hover:text-ink"
        >
          {t('filter.clear')}
        </button>
      </li>
    </ul>
  )
}
