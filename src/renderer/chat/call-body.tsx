import { useTranslation } from 'react-i18next'
import type { Call, CallResult } from '../../shared/contract/turns'
import { visible } from '../../shared/visible-text'
import { ToolContent } from '../connections/tool-content'
import { refusalSentence } from '../text/sentences'
import { StrangerText } from './stranger'

/** Of arguments and results before one opens the card; in characters. */
const shownMax = 600

/** The gist of a call: its arguments on a line, and the beginning of what came back. */
export function CallBody({ call }: { call: Call }) {
  const { t } = useTranslation()
  const { arguments: args, result, error, state } = call
  const sent = visible(JSON.stringify(args))
  return (
    <div className="grid min-w-0 gap-1 border-line border-t px-2.5 py-2 font-mono text-muted text-xs leading-[1.5]">
      <p className="line-clamp-3 wrap-anywhere">
        <StrangerText text={sent.slice(0, shownMax)} />
      </p>
      {result && <Came result={result} server={call.server} />}
      {error && (
        <p className="font-sans text-down-text text-sm wrap-anywhere">
          <StrangerText text={refusalSentence(error)} />
        </p>
      )}
      {state === 'lost' && <p className="font-sans text-sm">{t('chat.call.lostText')}</p>}
    </div>
  )
}

function Came({ result, server }: { result: CallResult; server: string }) {
  const { t } = useTranslation()
  const texts = result.content.flatMap(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? [text] : [],
  )
  const others = result.content.filter(({ type }) => type !== 'text')
  const structured = result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent)
  const text = texts.join('\n') || structured
  return (
    <>
      {text !== '' && (
        <p className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">
          <span aria-hidden>→ </span>
          <span className="sr-only">{t('chat.call.answered')}</span>
          <StrangerText text={text.slice(0, shownMax)} />
        </p>
      )}
      {others.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer never move.
        <div key={index} className="font-sans text-ink">
          <ToolContent item={item} server={server} />
        </div>
      ))}
      {text === '' && others.length === 0 && <p className="font-sans text-faint">{t('tools.empty')}</p>}
    </>
  )
}
