import { useTranslation } from 'react-i18next'
import type { ToolResult } from '../../shared/contract/connections'
import { Chip } from '../ui/chip'
import { isRecord } from './is-record'
import { LongText } from './long-text'

const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']

type Item = ToolResult['content'][number]

/** One part of an answer. Nothing in it is fetched, run or followed. */
export function ToolContent({ item }: { item: Item }) {
  const { t } = useTranslation()
  const { type, text, data, mimeType } = item
  if (type === 'text' && typeof text === 'string') return <LongText text={text} />
  if (type === 'image' && typeof data === 'string' && imageTypes.includes(String(mimeType)))
    return (
      <img
        src={`data:${String(mimeType)};base64,${data}`}
        alt={t('tools.image', { type: String(mimeType) })}
        className="max-h-80 max-w-full justify-self-start rounded-md border border-line"
      />
    )
  if (type === 'resource_link') return <Named kind={t('tools.link')} name={String(item.uri)} />
  if (type === 'resource' && isRecord(item.resource)) {
    const { uri, text: body } = item.resource
    return (
      <div className="grid gap-1">
        <Named kind={t('tools.resource')} name={String(uri)} />
        {typeof body === 'string' && <LongText text={body} />}
      </div>
    )
  }
  return (
    <LongText
      text={JSON.stringify(
        typeof data === 'string' ? { ...item, data: `${data.slice(0, 64)}…` } : item,
        null,
        2,
      )}
    />
  )
}

function Named({ kind, name }: { kind: string; name: string }) {
  return (
    <p className="flex items-center gap-2">
      <Chip>{kind}</Chip>
      <code className="break-all font-mono text-sm">{name}</code>
    </p>
  )
}
