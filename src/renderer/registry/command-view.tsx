import { useTranslation } from 'react-i18next'
import type { CommandPreview } from '../../shared/contract/import'
import { CodeBlock } from '../ui/code-block'

/** Everything that decides what a command does: the line, its variables, where it runs. */
export function CommandView({ preview }: { preview: Pick<CommandPreview, 'line' | 'env' | 'cwd'> }) {
  const { t } = useTranslation()
  const variables = Object.entries(preview.env)
  return (
    <div className="grid gap-1.5">
      <CodeBlock label={t('command.line')} className="max-h-40">
        {preview.line}
      </CodeBlock>
      {(variables.length > 0 || preview.cwd !== null) && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
          {preview.cwd !== null && (
            <>
              <dt className="text-muted">{t('command.cwd')}</dt>
              <dd className="break-all font-mono">{preview.cwd}</dd>
            </>
          )}
          {variables.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="break-all font-mono text-muted">{name}</dt>
              <dd className="break-all font-mono">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
