import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/tools'
import { ToolHints } from './tool-hints'
import { titleOf } from './tool-search'

/** What a tool is: its names, what the server says it does to the world, and what it is for. */
export function ToolHeader({ tool }: { tool: Tool }) {
  const { t } = useTranslation()
  const title = titleOf(tool)
  const { properties, additionalProperties } = tool.inputSchema
  const takesNothing =
    Object.keys(tool.inputSchema).every((key) => !['oneOf', 'anyOf', 'allOf', '$ref'].includes(key)) &&
    Object.keys(properties ?? {}).length === 0 &&
    !additionalProperties
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <h3 className="mr-1 min-w-0 break-words font-[560]">
          {title !== undefined && <bdi>{title}</bdi>}
          {title !== undefined && ' '}
          <bdi
            className={title === undefined ? 'break-all font-mono' : 'break-all font-mono text-muted text-sm'}
          >
            {tool.name}
          </bdi>
        </h3>
        <ToolHints tool={tool} />
      </div>
      {tool.description && (
        <p
          dir="auto"
          className="mt-1 max-h-28 max-w-prose overflow-y-auto whitespace-pre-line break-words text-muted"
        >
          {tool.description}
        </p>
      )}
      {takesNothing && <p className="mt-2 text-faint">{t('tools.takesNothing')}</p>}
    </>
  )
}
