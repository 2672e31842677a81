import { useTranslation } from 'react-i18next'
import type { PromptMessage } from '../../shared/contract/prompts'
import { Chip } from '../ui/chip'
import { ContentBody } from './content-body'
import { isRecord } from './is-record'
import { LongText } from './long-text'
import { sizeOf } from './media'

/** What one message of a prompt holds. Nothing in it is fetched, run or followed. */
export function PromptPart({ content, cut }: Pick<PromptMessage, 'content' | 'cut'>) {
  const { t } = useTranslation()
  const { type, text, data, mimeType, resource, uri } = content
  if (type === 'text' && typeof text === 'string')
    return (
      <>
        <LongText text={text} className="max-h-none rounded-xs border-0 bg-transparent p-0" />
        {cut && <p className="text-slow-text">{t('content.cut')}</p>}
      </>
    )
  if (type === 'resource' && isRecord(resource)) return <Embedded resource={resource} cut={cut} />
  if (type === 'resource_link')
    return (
      <p className="flex items-center gap-2">
        <Chip>{t('tools.link')}</Chip>
        <code className="break-all font-mono text-sm">
          <bdi>{String(uri)}</bdi>
        </code>
      </p>
    )
  const blob = textOf(data)
  const content_ = { uri: type, mimeType: textOf(mimeType), blob, size: sizeOf(blob ?? ''), cut }
  return <ContentBody content={content_} named={false} />
}

function Embedded({ resource, cut }: { resource: Record<string, unknown>; cut: boolean }) {
  const [text, blob] = [textOf(resource.text), textOf(resource.blob)]
  const content = {
    uri: String(resource.uri),
    mimeType: textOf(resource.mimeType),
    text,
    blob,
    size: text?.length ?? sizeOf(blob ?? ''),
    cut,
  }
  return <ContentBody content={content} named />
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
