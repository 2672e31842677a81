import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StructuredProblem as Problem } from '../../shared/contract/tools'

/** That the structured part of an answer is not what its tool promises, or that nobody can tell. */
export function StructuredProblem({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  const { code, path, keyword } = problem
  // The names in it are a stranger's: apart, so that none of them turns the sentence round.
  const values = { path: `\u2068${path || '/'}\u2069`, keyword: `\u2068${keyword ?? ''}\u2069` }
  return (
    <p className="flex items-start gap-2 rounded-md border border-slow bg-slow-soft p-2.5 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-slow-text" />
      <span className="min-w-0 break-words">
        {t(`shared:structured.${code}`, { ...values, defaultValue: code })}
      </span>
    </p>
  )
}
