import { isRecord } from './is-record'
import { LongText } from './long-text'
import { pictureType } from './media'
import { ResourceCard } from './resource-card'
import { ResultFile } from './result-file'
import { ResultImage } from './result-image'
import type { ContentItem } from './result-text'

const audioTypes = /^audio\/[\w.+-]{1,60}$/u

/** One part of an answer. Nothing in it is fetched, run or followed. */
export function ToolContent({ item, server }: { item: ContentItem; server: string }) {
  const { type, text, data } = item
  if (type === 'text' && typeof text === 'string') return <LongText text={text} />
  if ((type === 'image' || type === 'audio') && typeof data === 'string')
    return <Media data={data} mimeType={String(item.mimeType)} name={type} />
  if (type === 'resource_link') return <ResourceCard server={server} resource={item} />
  if (type === 'resource' && isRecord(item.resource)) {
    const { text: body, blob, mimeType } = item.resource
    return (
      <ResourceCard server={server} resource={item.resource}>
        {typeof body === 'string' && <LongText text={body} />}
        {typeof blob === 'string' && <Media data={blob} mimeType={String(mimeType)} name="resource" />}
      </ResourceCard>
    )
  }
  return <LongText text={JSON.stringify(item, null, 2)} />
}

/** Bytes: seen, heard, or at least saved. */
function Media({ data, mimeType, name }: { data: string; mimeType: string; name: string }) {
  const picture = pictureType(mimeType)
  if (picture) return <ResultImage data={data} mimeType={picture} />
  return <ResultFile data={data} mimeType={mimeType} name={name} playable={audioTypes.test(mimeType)} />
}
